import { NO_PURPOSE } from '#model/consent';
import { CLASS_WORDS, DATA_CLASSES, type DataClass } from '#model/data-class';
import type { SummaryRow } from '#model/report';
import { number } from '../amounts.ts';
import { cellsByRecipient } from '../cells.ts';
import { cut } from '../inert.ts';
import { sought } from '../sought.ts';
import { consentWords, PARTY_WORDS } from '../words.ts';
import { capital, Cleartext, LeftOut, LevelBadge, Section } from './elements.tsx';
import { hostOf, type View } from './view.ts';

const ConsentLines = ({ cell }: { readonly cell: SummaryRow }) =>
  cell.purpose === NO_PURPOSE ? (
    <span class="block">{consentWords(cell.purpose, cell.atSend)}</span>
  ) : (
    <>
      <strong class="block">{cell.atSend ?? 'state not known'}</strong>
      <span class="block">{cut(cell.purpose, 60)}</span>
    </>
  );

const Cell = ({ cell }: { readonly cell: SummaryRow }) => (
  <li class={cell.forbidden > 0 ? 'chip no' : 'chip yes'}>
    <span class="status">
      <span aria-hidden="true">{cell.forbidden > 0 ? '✕' : '✓'}</span>
      <span class="spoken">{cell.forbidden > 0 ? 'outside policy' : 'allowed'}, level</span>
    </span>{' '}
    <LevelBadge level={cell.level} /> <span class="count">×{number(cell.findings)}</span>
    <ConsentLines cell={cell} />
    {cell.forbidden > 0 && cell.forbidden < cell.findings ? (
      <span class="block">{number(cell.forbidden)} outside policy</span>
    ) : null}
    {cell.cleartext > 0 ? (
      <span class="block">
        <Cleartext />
        {cell.cleartext < cell.findings ? ` ×${number(cell.cleartext)}` : null}
      </span>
    ) : null}
  </li>
);

const WIDE = 8;

const Key = ({ isWide }: { readonly isWide: boolean }) => (
  <ul class="key">
    <li>
      <span class="status no">✕</span> outside the policy
    </li>
    <li>
      <span class="status yes">✓</span> allowed by it
    </li>
    <li>A to D: level of certainty</li>
    <li>×2: seen twice</li>
    <li>
      <Cleartext />: readable on its way
    </li>
    <li>–: not detected in what could be read</li>
    {isWide ? <li>→ the table goes on: it scrolls sideways</li> : null}
  </ul>
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

const isForbidden = ({ forbidden }: SummaryRow): boolean => forbidden > 0;

/** Classes that were seen, those first of which something is forbidden. */
const classesOf = (summary: readonly SummaryRow[]): readonly DataClass[] => {
  const seen = DATA_CLASSES.filter((name) => summary.some((cell) => cell.class === name));
  const worst = new Set(summary.filter(isForbidden).map((cell) => cell.class));
  return [...seen.filter((name) => worst.has(name)), ...seen.filter((name) => !worst.has(name))];
};

/** Who received what: a row per recipient, a column per class that was seen, consent and level in each cell. */
export const Matrix = ({ view }: { readonly view: View }) => {
  const { summary } = view.report;
  const classes = classesOf(summary);
  const rows = cellsByRecipient(summary);
  const shown = rows.slice(0, view.caps.matrixRows);
  return (
    <Section
      id="received"
      title="Who received what"
      note="Each cell gives the consent and its state when the data left."
    >
      {rows.length === 0 ? (
        <p class="empty">No personal data was detected in the outbound bytes that could be read.</p>
      ) : (
        <>
          <Key isWide={classes.length > WIDE} />
          <div class="scroll" tabIndex={0} role="group" aria-label="Who received what">
            <table class="matrix">
              <thead>
                <tr>
                  <th scope="col">Recipient</th>
                  {classes.map((name) => (
                    <th key={name} scope="col" title={name}>
                      {capital(CLASS_WORDS[name])}
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
        </>
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
