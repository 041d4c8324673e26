import type { Report } from '#model/report';
import type { Rows } from '#model/rows';
import { inertJson } from './inert.ts';
import { listPieces } from './list-pieces.ts';
import { noticeOf } from './notice.ts';

/** Keys in the order in which a reader wants them; one list serves every object. Others follow by code unit. */
const KEY_ORDER: ReadonlyMap<string, number> = new Map(
  [
    'notice reportVersion tool verdict verdictText reasons session summary',
    'name version id group flowId recipientId atMs hostMs kind',
    'startedAt minutes handset firmware simulated scenario marks leftChanged',
    'codename brand model marketingName androidVersion apiLevel region rooted',
    'step title input tools hosts places canaries bounds losses notes',
    'format sha256 where what class canaryId masked spelling level part',
    'route at proof recipe bits chance share reasoning inversionCandidates layers',
    'transport purpose consent readBack policy path offset length excerptMasked',
    'host registrableDomain owner party source role hostOperator seat seatSource ip country',
    'asn placeSource firstAtMs method urlMasked status bytesOut read app',
    'atSend atEntry ofCanary forbidden rule reason count detail',
    'recipients flows findings blindSpots coverage controls cleartext',
    'wire content connections readShare total byClass encryptedPayload truncated',
    'unread positive negative passed why',
  ]
    .flatMap((line) => line.split(' '))
    .map((key, index) => [key, index]),
);

type Entry = readonly [key: string, value: unknown];

const rankOf = ([key]: Entry): number => KEY_ORDER.get(key) ?? KEY_ORDER.size;

const inOrder = (a: Entry, b: Entry): number => rankOf(a) - rankOf(b) || (a[0] < b[0] ? -1 : 1);

const ordered = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(inOrder))
    : value;

const textOf = (value: unknown, indent: string): string =>
  inertJson(JSON.stringify(value, ordered, 2)).replaceAll('\n', `\n${indent}`);

const isList = (value: unknown): value is Rows<unknown> =>
  typeof value === 'object' && value !== null && Symbol.iterator in value;

/** As `renderJson`, piece by piece: a report of many flows is not held as one text. */
export function* jsonPieces(report: Report): Generator<string> {
  const whole = { ...report, notice: noticeOf(report) };
  let before = '{';
  for (const [key, value] of Object.entries<unknown>(whole).sort(inOrder)) {
    if (value === undefined) continue;
    yield `${before}\n  ${textOf(key, '')}: `;
    if (isList(value)) yield* listPieces(value, (item) => textOf(item, '    '), '  ');
    else yield textOf(value, '  ');
    before = ',';
  }
  yield '\n}\n';
}

/** Gives report.json: equal reports give the same bytes, whatever the order of their keys. The notice stands first. */
export const renderJson = (report: Report): string => [...jsonPieces(report)].join('');
