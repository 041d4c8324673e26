import { bytesWords } from '#model/report';
import type { Control } from '#model/session';
import { bytes, number, percent, shareOf } from '../amounts.ts';
import { wireWords } from '../words.ts';
import { Section, Table } from './elements.tsx';
import { Hatches, patternOf } from './hatches.tsx';
import type { View } from './view.ts';

type Part = {
  readonly name: string;
  readonly meaning: string;
  readonly byteLength: number;
  readonly read: boolean;
};
type Ledger = {
  readonly id: string;
  readonly title: string;
  readonly what: string;
  readonly total: number;
  readonly parts: readonly Part[];
};

const SHOWN = 40;

type Shape = {
  readonly width: number | string;
  readonly height: number;
  readonly x?: string;
  readonly y?: number;
};

const fillClass = (read: boolean, index: number): string => {
  if (!read) return 'not-read';
  return index % 2 === 0 ? 'read-0' : 'read-1';
};

const Fill = ({
  read,
  index,
  shape,
}: {
  readonly read: boolean;
  readonly index: number;
  readonly shape: Shape;
}) => (
  <>
    <rect {...shape} class={fillClass(read, index)} />
    {read ? null : <rect {...shape} fill={patternOf(index)} />}
  </>
);

const Bar = ({ ledger }: { readonly ledger: Ledger }) => {
  let x = 0;
  const label = ledger.parts
    .map(({ name, byteLength }) => `${name} ${shareOf(byteLength, ledger.total)}`)
    .join(', ');
  return (
    <svg class="bar" width="100%" height="34" role="img" aria-label={`${ledger.title}: ${label}`}>
      {ledger.parts.map((part, index) => {
        const width = (part.byteLength / ledger.total) * 100;
        const from = x;
        x += width;
        const shape = { x: `${from.toFixed(2)}%`, y: 0, width: `${width.toFixed(2)}%`, height: 34 };
        return (
          <g key={part.name}>
            <Fill read={part.read} index={index} shape={shape} />
            <line class="cut" x1={shape.x} x2={shape.x} y1="0" y2="34" />
          </g>
        );
      })}
    </svg>
  );
};

const LedgerView = ({ ledger }: { readonly ledger: Ledger }) => (
  <>
    <h3>{ledger.title}</h3>
    <p class="soft">{ledger.what}</p>
    {ledger.total === 0 ? <p class="empty">No byte stands in this ledger.</p> : <Bar ledger={ledger} />}
    {ledger.total === 0 ? null : (
      <Table label={ledger.title} heads={['Class', 'State', 'Bytes out', 'Share', 'What it means']}>
        {ledger.parts.map(({ name, meaning, byteLength, read }, index) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td class="amount">
              <svg class="swatch" width="26" height="14" aria-hidden="true">
                <Fill read={read} index={index} shape={{ width: 26, height: 14 }} />
              </svg>{' '}
              {read ? '✓ read' : '? not read'}
            </td>
            <td class="amount">{bytes(byteLength)}</td>
            <td class="amount">{shareOf(byteLength, ledger.total)}</td>
            <td>{meaning}</td>
          </tr>
        ))}
      </Table>
    )}
  </>
);

const ledgersOf = ({ coverage }: View['report']): readonly Ledger[] => {
  const { wire, content } = coverage;
  const part = (name: string, byteLength: number, read: boolean, meaning: string): Part => ({
    name,
    byteLength,
    read,
    meaning,
  });
  return [
    {
      id: 'wire',
      title: 'Wire ledger',
      what: `${bytes(wire.total)} of payload left over connections; each connection stands in one class.`,
      total: wire.total,
      parts: Object.entries(wire.byClass)
        .sort(([, a], [, b]) => b - a)
        .slice(0, SHOWN)
        .map(([name, value]) => part(name, value, name === 'read' || name === 'plain', wireWords(name))),
    },
    {
      id: 'content',
      title: 'Content ledger',
      what: `${bytes(content.total)} of application bytes were in the connections that were read. This is another measure than the wire: the two are never added.`,
      total: content.total,
      parts: [
        part('read', content.read, true, 'decoded and searched'),
        part('encrypted payload', content.encryptedPayload, false, 'encrypted once more inside the request'),
        part('truncated', content.truncated, false, 'not kept in full'),
      ],
    },
  ];
};

const ControlRow = ({
  name,
  what,
  control,
}: {
  readonly name: string;
  readonly what: string;
  readonly control: Control;
}) => (
  <tr>
    <th scope="row">{name}</th>
    <td>{control.passed === null ? '– not run' : control.passed ? '✓ passed' : '✕ failed'}</td>
    <td>{control.why}</td>
    <td>{what}</td>
  </tr>
);

/** How much was read: two ledgers as two bars, the connections, and the controls of the run. */
export const Coverage = ({ view }: { readonly view: View }) => {
  const { coverage, controls } = view.report;
  const { connections } = coverage;
  return (
    <Section
      id="coverage"
      title="Coverage"
      note={`${percent(coverage.readShare)} of ${bytesWords(coverage)} were read. ${number(connections.unread)} of ${number(connections.total)} connections were not.`}
    >
      <Hatches />
      {ledgersOf(view.report).map((ledger) => (
        <LedgerView key={ledger.id} ledger={ledger} />
      ))}
      <h3>Controls of this run</h3>
      <Table label="Controls of this run" heads={['Control', 'Result', 'Why', 'What it shows']}>
        <ControlRow
          name="Positive"
          control={controls.positive}
          what="that a value which surely left is found"
        />
        <ControlRow
          name="Negative"
          control={controls.negative}
          what="that a value which was never on the handset is not found"
        />
      </Table>
    </Section>
  );
};
