import { BLIND_REASONS, type BlindReason, type BlindSpot } from '#model/blind-spot';
import { bytes, counted, number } from '../amounts.ts';
import { cut } from '../inert.ts';
import { topOf } from '../some-rows.ts';
import { BLIND_WORDS } from '../words.ts';
import { LeftOut, Section, Table } from './elements.tsx';
import { hostOf, type View } from './view.ts';

type Props = {
  readonly view: View;
  readonly reason: BlindReason;
  /** Those that are shown. */
  readonly spots: readonly BlindSpot[];
  readonly count: number;
  readonly byteLength: number;
};

type Sums = Pick<Props, 'count' | 'byteLength'>;

const Rows = ({ view, spots }: Pick<Props, 'view' | 'spots'>) => (
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

const Card = ({ view, reason, spots, count, byteLength }: Props) => {
  const [name, meaning] = BLIND_WORDS[reason];
  return (
    <article class="card unread">
      <h3>Not read: {name}</h3>
      <p class="tags">
        <span class="status unread">
          <span aria-hidden="true">?</span> not read
        </span>{' '}
        <span class="count">
          {counted(count, 'entry', 'entries')}, {bytes(byteLength)}
        </span>
      </p>
      <p>
        What it means: {meaning}. Nothing is said about its content, neither that it held personal data nor
        that it did not.
      </p>
      <Table label={`Not read: ${name}`} heads={['Recipient', 'Owner', 'Bytes out', 'Times', 'Detail']}>
        <Rows view={view} spots={spots} />
      </Table>
      <LeftOut shown={spots.length} total={count} what="entries" />
    </article>
  );
};

function* ofReason({ blindSpots }: View['report'], reason: BlindReason): Generator<BlindSpot> {
  for (const spot of blindSpots) if (spot.reason === reason) yield spot;
}

const sumsOf = ({ blindSpots }: View['report']): ReadonlyMap<BlindReason, Sums> => {
  const sums = new Map<BlindReason, Sums>();
  for (const { reason, bytesOut } of blindSpots) {
    const { count, byteLength } = sums.get(reason) ?? { count: 0, byteLength: 0 };
    sums.set(reason, { count: count + 1, byteLength: byteLength + bytesOut });
  }
  return sums;
};

const byWeight = (a: BlindSpot, b: BlindSpot): number => b.bytesOut - a.bytesOut || b.count - a.count;

/** What left the handset unread, by reason, with the weight of findings. */
export const BlindSpots = ({ view }: { readonly view: View }) => {
  const { report, caps } = view;
  const sums = sumsOf(report);
  return (
    <Section
      id="blind-spots"
      title="Blind spots"
      note="What left the handset and could not be read. It weighs as much as the findings: unread is not clean."
    >
      {sums.size === 0 ? <p class="empty">Nothing that was seen leaving stayed unread.</p> : null}
      {BLIND_REASONS.map((reason) => {
        const mine = sums.get(reason);
        if (mine === undefined) return null;
        const spots = topOf(ofReason(report, reason), caps.blindSpots, byWeight);
        return <Card key={reason} view={view} reason={reason} spots={spots} {...mine} />;
      })}
    </Section>
  );
};
