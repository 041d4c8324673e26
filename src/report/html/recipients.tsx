import type { Recipient } from '#model/recipient';
import { bytes, clock, counted, number } from '../amounts.ts';
import { cut } from '../inert.ts';
import { hostWords, PARTY_WORDS } from '../words.ts';
import { LeftOut, Or, Section, Table } from './elements.tsx';
import type { View } from './view.ts';

const HEADS = [
  'Host',
  'Findings',
  'Owner',
  'Source of the claim',
  'Machines run by',
  'Address',
  'Sent',
] as const;

const Findings = ({ view, id }: { readonly view: View; readonly id: string }) => {
  const { findings, forbidden } = view.findingsByRecipient.get(id) ?? { findings: 0, forbidden: 0 };
  if (findings === 0) return <span class="soft">none</span>;
  return (
    <>
      {number(findings)}
      {forbidden === 0 ? null : <strong class="no-text block">✕ {number(forbidden)} outside policy</strong>}
    </>
  );
};

const Owner = ({ recipient }: { readonly recipient: Recipient }) => (
  <td>
    {cut(recipient.owner, 120)}
    <span class="soft block">{PARTY_WORDS[recipient.party]}</span>
    <span class="soft block">
      seat: <Or value={recipient.seat} none="not known" />
      {recipient.seatSource == null ? null : <> (source: {cut(recipient.seatSource, 200)})</>}
    </span>
    {recipient.role === null ? null : <span class="soft block">for: {cut(recipient.role, 120)}</span>}
  </td>
);

const Address = ({ recipient }: { readonly recipient: Recipient }) => (
  <td class="host">
    <span class="ip">
      <Or value={recipient.ip} none="not seen" />
    </span>
    {recipient.asn === null ? null : <span class="soft block">AS{recipient.asn}</span>}
    <span class="soft block">
      country: <Or value={recipient.country} none="not known" />
    </span>
    {recipient.placeSource === null ? null : (
      <span class="soft block">source: {cut(recipient.placeSource, 120)}</span>
    )}
  </td>
);

const Row = ({ view, recipient }: { readonly view: View; readonly recipient: Recipient }) => (
  <tr>
    <th scope="row">
      <span class="host">{cut(hostWords(recipient.host), 120)}</span>
      {recipient.registrableDomain === recipient.host ? null : (
        <span class="soft">{cut(recipient.registrableDomain, 120)}</span>
      )}
    </th>
    <td>
      <Findings view={view} id={recipient.id} />
    </td>
    <Owner recipient={recipient} />
    <td class="prose">{cut(recipient.source, view.caps.text)}</td>
    <td>
      <Or value={recipient.hostOperator} none="not known" />
    </td>
    <Address recipient={recipient} />
    <td class="amount">
      {bytes(recipient.bytesOut)}
      <span class="soft block">{counted(recipient.connections, 'connection')}</span>
      <span class="soft block">first at {clock(recipient.firstAtMs)}</span>
    </td>
  </tr>
);

/** Every recipient, also those with no finding: owner, operator, seat and place apart, each with its source. */
export const Recipients = ({ view }: { readonly view: View }) => {
  const weight = ({ id }: Recipient): number => view.findingsByRecipient.get(id)?.findings ?? 0;
  const all = [...view.report.recipients].sort((a, b) => weight(b) - weight(a) || b.bytesOut - a.bytesOut);
  const shown = all.slice(0, view.caps.recipients);
  return (
    <Section
      id="recipients"
      title="All recipients"
      note="Every host that the handset talked to, also those that received nothing personal. Who owns a host, who runs its machines, where the owner has its seat and in which country its address lies are four separate facts. The country of an address is not the place where data is processed."
    >
      {all.length === 0 ? <p class="empty">The handset talked to no host.</p> : null}
      {all.length === 0 ? null : (
        <Table label="All recipients" heads={HEADS} class="recipients">
          {shown.map((recipient) => (
            <Row key={recipient.id} view={view} recipient={recipient} />
          ))}
        </Table>
      )}
      <LeftOut shown={shown.length} total={all.length} what="recipients" />
    </Section>
  );
};
