import type { Finding } from '#model/finding';
import type { RouteLink } from '#model/route';
import { bytes, chance, clock, number, percent } from '../amounts.ts';
import type { FindingGroup } from '../groups.ts';
import { cut } from '../inert.ts';
import { firstOf } from '../some-rows.ts';
import { LeftOut, Status, Table, Term } from './elements.tsx';
import { valueWords } from '../words.ts';
import { hostOf, type View } from './view.ts';

const LINKS = 40;

const spanOf = ({ offset, length }: RouteLink): string =>
  offset === undefined ? 'the whole part' : `${number(length ?? 0)} bytes at ${number(offset)}`;

const RouteTable = ({ finding }: { readonly finding: Finding }) => (
  <Table
    label={`Route of finding ${finding.id}, step by step`}
    heads={['Step', 'Field', 'Bytes of the layer before']}
  >
    {finding.route.slice(0, LINKS).map((link, index) => (
      <tr key={index}>
        <td>{link.step}</td>
        <td>
          <code>{cut(link.path ?? '', 300)}</code>
        </td>
        <td>{spanOf(link)}</td>
      </tr>
    ))}
    <tr>
      <td>match</td>
      <td />
      <td>{spanOf({ step: 'body', ...finding.at })}</td>
    </tr>
  </Table>
);

const Layers = ({ view, finding }: { readonly view: View; readonly finding: Finding }) => (
  <ol class="layers">
    {finding.proof.layers.slice(0, LINKS).map(({ name, excerptMasked }, index) => (
      <li key={index}>
        {cut(name, 200)}
        <code class="block">{cut(excerptMasked, view.caps.text)}</code>
      </li>
    ))}
  </ol>
);

/** The proof of a finding: recipe, chance, reasoning, and each layer on the way to the value. */
export const ProofDetails = ({ view, finding }: { readonly view: View; readonly finding: Finding }) => {
  const { recipe, bits, chance: expected, share, reasoning, inversionCandidates } = finding.proof;
  return (
    <details class="proof">
      <summary>Proof</summary>
      <p>{cut(reasoning, view.caps.text)}</p>
      <dl class="facts">
        <Term term="Recipe">
          <code>{cut(recipe, view.caps.text)}</code>
        </Term>
        <Term term="Information in the match">{number(Number(bits.toFixed(1)))} bits</Term>
        <Term term="Accidental matches expected in the whole capture">{chance(expected)}</Term>
        <Term term="Share of the value seen">{percent(share)}</Term>
        {inversionCandidates === null ? null : (
          <Term term="Values to try to undo the hash">
            {chance(inversionCandidates)}: a hash is not anonymous here
          </Term>
        )}
        <Term term="Finding">
          <code>{cut(finding.id, 200)}</code>
        </Term>
        <Term term="Group, stable across runs">
          <code>{cut(finding.group, 200)}</code>
        </Term>
        <Term term="Flow">
          <code>{cut(finding.flowId, 200)}</code>
        </Term>
      </dl>
      <RouteTable finding={finding} />
      <Layers view={view} finding={finding} />
    </details>
  );
};

/** Where and when else the same was seen. */
export const Occurrences = ({ view, group }: { readonly view: View; readonly group: FindingGroup }) => {
  const others = group.findings.length - 1;
  const shown = firstOf(group.findings, view.caps.occurrences + 1).slice(1);
  if (others === 0) return null;
  return (
    <details>
      <summary>
        {number(others)} further {others === 1 ? 'occurrence' : 'occurrences'}
      </summary>
      <Table
        label={`Further occurrences of group ${cut(group.group, 60)}`}
        heads={['At', 'Step', 'Recipient', 'Value', 'Request', 'Policy', 'Finding']}
      >
        {shown.map((finding) => (
          <tr key={finding.id}>
            <td>{clock(finding.atMs)}</td>
            <td>{cut(finding.step.atSend ?? '–', 120)}</td>
            <td class="host">{hostOf(view, finding.recipientId)}</td>
            <td>
              <code>{cut(valueWords(finding), 130)}</code>
            </td>
            <td>{bytes(view.flows.get(finding.flowId)?.bytesOut ?? 0)}</td>
            <td>
              <Status forbidden={finding.policy.forbidden} />
            </td>
            <td>
              <code>{cut(finding.id, 80)}</code>
            </td>
          </tr>
        ))}
      </Table>
      <LeftOut shown={shown.length} total={others} what="further occurrences" />
    </details>
  );
};
