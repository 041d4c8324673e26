import { buildFilter, type Filter, type PassTables } from '#audit/match/search/filter';
import { makePoolBuilder, type PatternPool } from '#audit/match/search/pattern-pool';
import { makeSearcher } from '#audit/match/search/searcher';
import { type Body, byteLengthOf } from './corpus.ts';
import { bestOf, cpuSeconds, type Row, touchAll } from './measure.ts';

const PASSES = 5;

const poolOf = (patterns: readonly string[]): PatternPool => {
  const builder = makePoolBuilder();
  for (const pattern of patterns) builder.add(pattern, false);
  return builder.finish();
};

const bytesOfPass = (tables: PassTables | null): number =>
  tables === null ? 0 : tables.bloom.byteLength + tables.slots.byteLength + tables.entries.byteLength;

const bytesOf = ({ pool, long, short }: Filter): number =>
  pool.bytes.byteLength +
  pool.offsets.byteLength +
  pool.exactCase.byteLength +
  bytesOfPass(long) +
  bytesOfPass(short);

type Searched = { readonly seconds: number; readonly hits: number };

const search = (filter: Filter, bodies: readonly Body[]): Searched => {
  let hits = 0;
  const searcher = makeSearcher(filter, () => {
    hits++;
  });
  const seconds = bestOf(PASSES, () => {
    hits = 0;
    for (const { bytes } of bodies) searcher(bytes);
  });
  return { seconds, hits };
};

/** The search for patterns alone: its speed beside a loop that touches each byte, its growth, and its tables. */
export const benchMatcher = (bodies: readonly Body[], patterns: readonly string[]): readonly Row[] => {
  const megabytes = byteLengthOf(bodies) / 1e6;
  const floor = bestOf(PASSES, () => touchAll(bodies));
  const filterOf = (count: number): Filter => buildFilter(poolOf(patterns.slice(0, count)));
  const [few, many] = [search(filterOf(50), bodies), search(filterOf(10_000), bodies)];
  const all = patterns.slice(0, 100_000);
  const build = Math.min(
    cpuSeconds(() => filterOf(all.length)),
    cpuSeconds(() => filterOf(all.length)),
  );
  const filter = filterOf(all.length);
  const most = search(filter, bodies);
  if (most.hits < many.hits || many.hits === 0) throw new Error('the corpus holds none of the patterns');
  return [
    { name: 'floor: a loop over each byte', value: megabytes / floor, unit: 'MB/s' },
    { name: 'matcher, 50 patterns', value: megabytes / few.seconds, unit: 'MB/s' },
    { name: 'matcher, 10,000 patterns', value: megabytes / many.seconds, unit: 'MB/s' },
    { name: 'matcher, 100,000 patterns', value: megabytes / most.seconds, unit: 'MB/s' },
    { name: 'matcher ÷ floor, 10,000 patterns', value: floor / many.seconds, unit: '', least: 0.3 },
    { name: 'matcher ÷ floor, 100,000 patterns', value: floor / most.seconds, unit: '', least: 0.22 },
    { name: 't(100,000) ÷ t(50)', value: most.seconds / few.seconds, unit: '', most: 3.5 },
    { name: 'build, per pattern', value: (build / all.length) * 1e6, unit: 'µs', most: 5 },
    { name: 'tables, per pattern', value: bytesOf(filter) / all.length, unit: 'B', most: 200 },
  ];
};
