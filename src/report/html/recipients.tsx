import type { Recipient } from '#model/recipient';
import { bytes, clock, number } from '../amounts.ts';
import { cut } from '../inert.ts';
import { PARTY_WORDS } from '../words.ts';
import { LeftOut, Or, Section, Table } from './elements.tsx';
import type { View } from './view.ts';

const HEADS = [
  'Host',
  'Owner and party',
  'Source of the claim',
  'What for',
  'Machines run by',
  'Seat of the owner',
  'Address',
  'Country of the address',
  'Connections',
  'Bytes out',
  'First seen',
  'Findings',
] as const;

const Findings = ({ view, id }: { readonly view: View; readonly id: string }) => {
  const findings = view.findingsByRecipient.get(id) ?? [];
  const forbidden = findings.filter(({ policy }) => policy.forbidden).length;
  if (findings.length === 0) return <span class="soft">none</span>;
  return (
    <>
      {number(findings.length)}
      {forbidden === 0 ? null : <strong class="no-text"> ✕ {number(forbidden)} outside policy</strong>}
    </>
  );
};

const Who = ({ view, recipient }: { readonly view: View; readonly recipient: Recipient }) => (
  <>
    <th scope="row">
      <span class="host">{cut(recipient.host, 120)}</span>
      {recipient.registrableDomain === recipient.host ? null : (
        <span class="soft">{cut(recipient.registrableDomain, 120)}</span>
      )}
    </th>
    <td>
      {cut(recipient.owner, 120)}
      <br />
      <span class="soft">{PARTY_WORDS[recipient.party]}</span>
    </td>
    <td class="prose">{cut(recipient.source, view.caps.text)}</td>
    <td>
      <Or value={recipient.role} none="not known" />
    </td>
    <td>
      <Or value={recipient.hostOperator} none="not known" />
    </td>
    <td>
      <Or value={recipient.seat} none="not known" />
    </td>
  </>
);

const Row = ({ view, recipient }: { readonly view: View; readonly recipient: Recipient }) => (
  <tr>
    <Who view={view} recipient={recipient} />
    <td class="host">
      <Or value={recipient.ip} none="not seen" />
      {recipient.asn === null ? null : <span class="soft">AS{recipient.asn}</span>}
    </td>
    <td>
      <Or value={recipient.country} none="not known" />
      {recipient.placeSource === null ? null : (
        <span class="soft block">{cut(recipient.placeSource, 120)}</span>
      )}
    </td>
    <td class="amount">{number(recipient.connections)}</td>
    <td class="amount">{bytes(recipient.bytesOut)}</td>
    <td class="amount">{clock(recipient.firstAtMs)}</td>
    <td>
      <Findings view={view} id={recipient.id} />
    </td>
  </tr>
);

/** Every recipient, also those with no finding: owner, operator, seat and place apart, each with its source. */
export const Recipients = ({ view }: { readonly view: View }) => {
  const weight = ({ id }: Recipient): number => view.findingsByRecipient.get(id)?.length ?? 0;
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
