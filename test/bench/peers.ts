import { auditFlow, compile } from '#audit/audit';
import { ENCODINGS, SSECURITY, VALUES } from './peers/encodings.ts';
import { measureSpeed } from './peers/speed.ts';
import { indicatorsFrom, isFoundByTrackhar } from './peers/trackhar.ts';

/**
 * `npm run bench:peers`: the 31 encodings of five classes with which peers were measured, and TrackHAR 1.0.0 beside.
 * Exit 1 when a value is missed, when what nobody can read is not said to be unread, or when it is not fast enough.
 */
const LEAST_TIMES = 100;
const surround = { startedAtMs: Date.UTC(2026, 10, 26), secrets: { ssecurities: [SSECURITY] } };

type Row = { readonly name: string; readonly total: number; readonly met: number; readonly peer: number };

const rows = ENCODINGS.map(({ name, isOpaque, send }): Row => {
  const sent = VALUES.flatMap((canary) => {
    const loaded = send(canary);
    return loaded === null ? [] : [{ canary, loaded }];
  });
  const met = sent.filter(({ canary, loaded }) => {
    const { drafts, blind } = auditFlow(compile([canary]), loaded, surround);
    const isFound = drafts.some(
      ({ canaryId, level }) => canaryId === canary.id && (level === 'A' || level === 'B'),
    );
    return isOpaque === true
      ? !isFound && blind.some(({ reason }) => reason === 'encrypted-payload')
      : isFound;
  });
  const peer = sent.filter(({ canary, loaded }) => isFoundByTrackhar(loaded, indicatorsFrom([canary])));
  return {
    name: isOpaque === true ? `${name} (a blind spot)` : name,
    total: sent.length,
    met: met.length,
    peer: peer.length,
  };
});

console.log(`${'encoding'.padEnd(40)} requests  phonehome  TrackHAR 1.0.0`);
const print = ({ name, total, met, peer }: Row): void =>
  console.log(
    `${name.padEnd(40)} ${String(total).padStart(8)}  ${String(met).padStart(9)}  ${String(peer).padStart(14)}`,
  );
rows.forEach(print);
const all = rows.reduce((sum, row) => ({
  name: 'all',
  total: sum.total + row.total,
  met: sum.met + row.met,
  peer: sum.peer + row.peer,
}));
print({ ...all, name: 'all' });

const speed = measureSpeed(20_261_126);
const perSecond = (value: number): string => `${value.toFixed(1)} MB/s`;
console.log(
  `\nat 50 identifiers, of CPU time: TrackHAR ${perSecond(speed.trackhar)}, the whole audit ${perSecond(speed.audit)} (${(speed.audit / speed.trackhar).toFixed(1)} times), its search of bodies as they stand, which is what TrackHAR does, ${perSecond(speed.search)} (${(speed.search / speed.trackhar).toFixed(0)} times)`,
);
const isFast = speed.search >= LEAST_TIMES * speed.trackhar;
console.log(
  `${all.met === all.total ? 'met   ' : 'MISSED'} all found, what nobody can read is a blind spot: ${all.met} of ${all.total}`,
);
console.log(
  `${isFast ? 'met   ' : 'MISSED'} search at 50 identifiers, ≥ ${LEAST_TIMES} times as fast: ${(speed.search / speed.trackhar).toFixed(0)}`,
);
process.exitCode = all.met === all.total && isFast ? 0 : 1;
