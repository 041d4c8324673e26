import { BLIND_REASONS, type BlindReason, type BlindSpot } from '#model/blind-spot';
import { bytes, counted, number } from '../amounts.ts';
import { cut } from '../inert.ts';
import { BLIND_WORDS } from '../words.ts';
import { LeftOut, Section, Table } from './elements.tsx';
import { hostOf, type View } from './view.ts';

type Props = { readonly view: View; readonly reason: BlindReason; readonly spots: readonly BlindSpot[] };

const Rows = ({ view, spots }: Omit<Props, 'reason'>) => (
  <>
    {spots.map((spot, index) => (
      <tr key={index}>
        <td class="host">{hostOf(view, spot.recipientId)}</td>
        <td>{spot.recipientId === null ? '–' : (view.recipients.get(spot.recipientId)?.owner ?? '–')}</td>
        <td class="amount">{bytes(spot.bytesOut)}</td>
        <td class="amount">{number(spot.count)}</td>
        <td class="prose">{cut(spot.detail, view.caps.text)}</td>
      </tr>
    ))}
  </>
);

const Card = ({ view, reason, spots }: Props) => {
  const [name, meaning] = BLIND_WORDS[reason];
  const shown = spots.slice(0, view.caps.blindSpots);
  const total = spots.reduce((sum, { bytesOut }) => sum + bytesOut, 0);
  return (
    <article class="card unread">
      <h3>Not read: {name}</h3>
      <p class="tags">
        <span class="status unread">
          <span aria-hidden="true">?</span> not read
        </span>{' '}
        <span class="count">
          {counted(spots.length, 'entry', 'entries')}, {bytes(total)}
        </span>
      </p>
      <p>
        What it means: {meaning}. Nothing is said about its content, neither that it held personal data nor
        that it did not.
      </p>
      <Table label={`Not read: ${name}`} heads={['Recipient', 'Owner', 'Bytes out', 'Times', 'Detail']}>
        <Rows view={view} spots={shown} />
      </Table>
      <LeftOut shown={shown.length} total={spots.length} what="entries" />
    </article>
  );
};

/** What left the handset unread, by reason, with the weight of findings. */
export const BlindSpots = ({ view }: { readonly view: View }) => {
  const spots = [...view.report.blindSpots].sort((a, b) => b.bytesOut - a.bytesOut || b.count - a.count);
  return (
    <Section
      id="blind-spots"
      title="Blind spots"
      note="What left the handset and could not be read. It weighs as much as the findings: unread is not clean."
    >
      {spots.length === 0 ? <p class="empty">Nothing that was seen leaving stayed unread.</p> : null}
      {BLIND_REASONS.map((reason) => {
        const mine = spots.filter((spot) => spot.reason === reason);
        return mine.length === 0 ? null : <Card key={reason} view={view} reason={reason} spots={mine} />;
      })}
    </Section>
  );
};
