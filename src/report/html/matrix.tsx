import { DATA_CLASSES, type DataClass } from '#model/data-class';
import type { SummaryRow } from '#model/report';
import { number } from '../amounts.ts';
import { sought } from '../sought.ts';
import { CLASS_WORDS, consentWords, PARTY_WORDS } from '../words.ts';
import { Cleartext, LeftOut, LevelBadge, Section, Status } from './elements.tsx';
import { hostOf, type View } from './view.ts';

const Cell = ({ cell }: { readonly cell: SummaryRow }) => (
  <li class={cell.forbidden > 0 ? 'chip no' : 'chip yes'}>
    <Status forbidden={cell.forbidden > 0} /> <LevelBadge level={cell.level} />{' '}
    <span class="count">×{number(cell.findings)}</span>
    <br />
    {consentWords(cell.purpose, cell.atSend)}
    {cell.forbidden > 0 && cell.forbidden < cell.findings
      ? ` (${number(cell.forbidden)} outside policy)`
      : null}
    {cell.cleartext > 0 ? (
      <>
        <br />
        <Cleartext />
        {cell.cleartext < cell.findings ? ` ×${number(cell.cleartext)}` : null}
      </>
    ) : null}
  </li>
);

const Row = (props: {
  readonly view: View;
  readonly id: string;
  readonly classes: readonly DataClass[];
  readonly cells: readonly SummaryRow[];
}) => {
  const recipient = props.view.recipients.get(props.id);
  return (
    <tr>
      <th scope="row">
        <span class="host">{hostOf(props.view, props.id)}</span>
        {recipient === undefined ? null : (
          <span class="soft">
            {recipient.owner}, {PARTY_WORDS[recipient.party]}
          </span>
        )}
      </th>
      {props.classes.map((name) => {
        const mine = props.cells.filter((cell) => cell.class === name);
        return (
          <td key={name}>
            {mine.length === 0 ? (
              <span class="soft">–</span>
            ) : (
              <ul class="chips">
                {mine.map((cell) => (
                  <Cell key={`${cell.purpose} ${String(cell.atSend)}`} cell={cell} />
                ))}
              </ul>
            )}
          </td>
        );
      })}
    </tr>
  );
};

const cellsByRecipient = (summary: readonly SummaryRow[]): ReadonlyMap<string, readonly SummaryRow[]> => {
  const rows = new Map<string, SummaryRow[]>();
  for (const cell of [...summary].sort((a, b) => b.forbidden - a.forbidden || b.findings - a.findings)) {
    const sofar = rows.get(cell.recipientId);
    if (sofar === undefined) rows.set(cell.recipientId, [cell]);
    else sofar.push(cell);
  }
  return rows;
};

/** Who received what: a row per recipient, a column per class that was seen, consent and level in each cell. */
export const Matrix = ({ view }: { readonly view: View }) => {
  const { summary } = view.report;
  const classes = DATA_CLASSES.filter((name) => summary.some((cell) => cell.class === name));
  const rows = [...cellsByRecipient(summary)];
  const shown = rows.slice(0, view.caps.recipients);
  return (
    <Section
      id="received"
      title="Who received what"
      note="Each cell gives the state of the consent when the data left, the level of certainty, and how often it was seen. A dash means: not detected in what could be read."
    >
      {rows.length === 0 ? (
        <p class="empty">No personal data was detected in the outbound bytes that could be read.</p>
      ) : (
        <div class="scroll" tabIndex={0} role="group" aria-label="Who received what">
          <table class="matrix">
            <thead>
              <tr>
                <th scope="col">Recipient</th>
                {classes.map((name) => (
                  <th key={name} scope="col" title={name}>
                    {CLASS_WORDS[name]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map(([id, cells]) => (
                <Row key={id} view={view} id={id} classes={classes} cells={cells} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <LeftOut shown={shown.length} total={rows.length} what="recipients of personal data" />
      {sought(view.report).map((text) => (
        <p key={text} class="sought">
          {text}
        </p>
      ))}
    </Section>
  );
};
