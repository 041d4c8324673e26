import type { FlowRow } from '#model/report';
import type { Rows } from '#model/rows';
import { bytes, counted, number } from '../amounts.ts';
import { cut } from '../inert.ts';
import { Or, Section, Table, Term } from './elements.tsx';
import type { View } from './view.ts';

const SHOWN = 100;

const Pairs = (props: {
  readonly title: string;
  readonly heads: readonly [string, string];
  readonly of: Readonly<Record<string, string | number>>;
}) => {
  const pairs = Object.entries(props.of).sort(([a], [b]) => (a < b ? -1 : 1));
  if (pairs.length === 0) return null;
  return (
    <div>
      <h3>{props.title}</h3>
      <Table label={props.title} heads={props.heads}>
        {pairs.slice(0, SHOWN).map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{cut(name, 120)}</th>
            <td class="amount">{typeof value === 'number' ? number(value) : cut(value, 120)}</td>
          </tr>
        ))}
      </Table>
    </div>
  );
};

const Lines = ({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) =>
  lines.length === 0 ? null : (
    <>
      <h3>{title}</h3>
      <ul>
        {lines.slice(0, SHOWN).map((text, index) => (
          <li key={index}>{cut(text, 600)}</li>
        ))}
      </ul>
      {lines.length > SHOWN ? (
        <p class="left-out">and {number(lines.length - SHOWN)} more in report.json</p>
      ) : null}
    </>
  );

/** DB-IP's licence asks for this link wherever its data is shown. Source: https://db-ip.com/db/lite.php. */
const Places = ({ view }: { readonly view: View }) => {
  const { places } = view.report.method;
  const sources = [places ?? '', ...view.report.recipients.map(({ placeSource }) => placeSource ?? '')];
  return (
    <>
      <Or value={places} none="no place database was read" />
      {sources.some((source) => /db-?ip/i.test(source)) ? (
        <>
          {'. '}
          <a href="https://db-ip.com" rel="noopener noreferrer">
            IP Geolocation by DB-IP
          </a>
        </>
      ) : null}
    </>
  );
};

const Facts = ({ view }: { readonly view: View }) => {
  const { tool, method } = view.report;
  const { name, format, sha256 } = method.input;
  return (
    <dl class="facts wide">
      <Term term="Made by">
        {tool.name} {tool.version}
      </Term>
      <Term term="Input">
        {cut(name, 300)} ({format})
      </Term>
      <Term term="SHA-256 of the input">
        <code>
          <Or value={sha256} none="not computed" />
        </code>
      </Term>
      <Term term="Policy">{method.policy}</Term>
      <Term term="Who owns which domain">{method.hosts}</Term>
      <Term term="Country of an address">
        <Places view={view} />
      </Term>
    </dl>
  );
};

const bytesIn = (flows: Rows<FlowRow>): number => {
  let sum = 0;
  for (const { bytesOut } of flows) sum += bytesOut;
  return sum;
};

/** How it was found out: versions, policy, tables, bounds, known values, losses and notes. */
export const Method = ({ view }: { readonly view: View }) => {
  const { method, session } = view.report;
  const total = Object.values(method.canaries).reduce((sum, each) => sum + each, 0);
  return (
    <Section id="method" title="Method and versions">
      <Facts view={view} />
      <div class="columns">
        <Pairs title="Tools" heads={['Tool', 'Version']} of={method.tools} />
        <Pairs
          title={`Known values searched for: ${number(total)}`}
          heads={['Class', 'Values']}
          of={method.canaries}
        />
        <Pairs title="Work limits per request" heads={['Limit', 'At most']} of={method.bounds} />
      </div>
      <Lines
        title="Lost from the input"
        lines={method.losses.map(({ where, what }) => `${where}: ${what}`)}
      />
      <Lines title="Left changed on the handset" lines={session.leftChanged} />
      <Lines title="Notes" lines={method.notes} />
      <p class="soft">
        {counted(view.report.flows.length, 'request')}, {bytes(bytesIn(view.report.flows))} in them.
      </p>
    </Section>
  );
};
