import type { BlindSpot } from '#model/blind-spot';
import { bytesWords, type Report } from '#model/report';
import { bytes, counted, number, percent, shareOf } from '../amounts.ts';
import { topOf } from '../some-rows.ts';
import { BLIND_WORDS, hostWords, wireWords } from '../words.ts';
import { line, type Line, span } from './line.ts';

/** Lines of a list of which `total` are there. */
const capped = (lines: readonly Line[], total: number, noun: string): readonly Line[] =>
  lines.length >= total
    ? lines
    : [...lines, line(2, `and ${counted(total - lines.length, `more ${noun}`)}, in report.json`)];

const blindLine = (spot: BlindSpot, host: string): Line =>
  line(
    2,
    span('unread', `? ${BLIND_WORDS[spot.reason][0]}`),
    ` ${host}, ×${number(spot.count)}, ${bytes(spot.bytesOut)}`,
    spot.detail === '' ? '' : `: ${spot.detail}`,
  );

/** Gives what left the handset unread, with its reasons. */
export const blindLines = (report: Report, limit: number): readonly Line[] => {
  const hosts = new Map(report.recipients.map(({ id, host }) => [id, hostWords(host)]));
  const spots = topOf(report.blindSpots, limit, (a, b) => b.bytesOut - a.bytesOut || b.count - a.count);
  const total = report.blindSpots.length;
  const lines = spots.map((spot) =>
    blindLine(
      spot,
      spot.recipientId === null ? 'no recipient known' : (hosts.get(spot.recipientId) ?? spot.recipientId),
    ),
  );
  return [
    line(
      0,
      span('strong', 'BLIND SPOTS'),
      `: ${counted(total, 'entry', 'entries')}, what left the handset and was not read`,
    ),
    ...(total === 0
      ? [line(2, 'Nothing that was seen leaving stayed unread.')]
      : capped(lines, total, 'blind spot')),
  ];
};

/** Gives every recipient, also those with no finding. */
export const recipientLines = (report: Report, limit: number): readonly Line[] => {
  const lines = [...report.recipients]
    .sort((a, b) => b.bytesOut - a.bytesOut)
    .map((each) =>
      line(
        2,
        `${hostWords(each.host)} · ${each.owner}, ${each.party}`,
        each.country === null ? '' : ` · address in ${each.country} (${each.placeSource ?? 'no source'})`,
        ` · ${bytes(each.bytesOut)} in ${counted(each.connections, 'connection')}`,
      ),
    );
  return [
    line(0, span('strong', 'RECIPIENTS'), `: ${counted(lines.length, 'recipient')}`),
    ...capped(lines.slice(0, limit), lines.length, 'recipient'),
  ];
};

/** Gives the two ledgers side by side, never added, and the controls. */
export const coverageLines = ({ coverage, controls, method }: Report): readonly Line[] => {
  const { wire, content, connections, readShare } = coverage;
  const classes = Object.entries(wire.byClass)
    .sort(([, a], [, b]) => b - a)
    .map(([name, value]) => `${name} ${shareOf(value, wire.total)} (${wireWords(name)})`);
  const control = ({ passed, why }: Report['controls']['positive']): string =>
    `${passed === null ? 'not run' : passed ? 'passed' : 'FAILED'} (${why})`;
  return [
    line(0, span('strong', 'COVERAGE'), `: ${percent(readShare)} of ${bytesWords(coverage)} were read`),
    line(
      2,
      `wire ledger, ${bytes(wire.total)}: ${classes.length === 0 ? 'not witnessed' : classes.join(', ')}`,
    ),
    line(
      2,
      `content ledger, ${bytes(content.total)}: read ${shareOf(content.read, content.total)}, encrypted payload `,
      `${shareOf(content.encryptedPayload, content.total)}, truncated ${shareOf(content.truncated, content.total)}`,
    ),
    line(2, `connections: ${number(connections.unread)} of ${number(connections.total)} unread`),
    line(2, `positive control ${control(controls.positive)}; negative control ${control(controls.negative)}`),
    ...(method.places === null
      ? []
      : [line(2, `places: ${method.places}; an address's country is not the place of processing`)]),
    ...method.losses
      .slice(0, 10)
      .map(({ where, what }) => line(2, span('unread', `lost: ${where}: ${what}`))),
    ...method.notes.slice(0, 10).map((note) => line(2, `note: ${note}`)),
  ];
};
