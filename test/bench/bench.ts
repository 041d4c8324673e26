import { byteLengthOf, makeCorpus } from './corpus.ts';
import { makeContacts, makePatterns } from './contacts.ts';
import { benchMatcher } from './matcher.ts';
import { isMet, type Row, tableOf } from './measure.ts';
import { benchPipeline, flowsOf } from './pipeline.ts';
import { benchWorkers } from './workers.ts';

/**
 * `npm run bench [-- --mib N]`: speed of the matcher and of the whole pipeline, as ratios measured in one process, in
 * CPU time, best of several passes, on a corpus made from a seed. Prints a table; ends with 1 when a target is missed.
 * Timings of the twin are in twin.ts, memory and speed on large captures in large.ts.
 */
const option = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};

const MOST_RSS_MB = 600;

const main = async (): Promise<void> => {
  const byteLength = option('mib', 24) * 2 ** 20;
  const patterns = makePatterns(100_000);
  const contacts = makeContacts(10_000);
  const planted = [...patterns.slice(0, 1000), ...contacts.slice(0, 3000).map(({ value }) => value)];
  const bodies = makeCorpus(byteLength, planted);
  console.log(`${String(bodies.length)} bodies, ${(byteLengthOf(bodies) / 1e6).toFixed(1)} MB`);
  const rows: Row[] = [...benchMatcher(bodies, patterns), ...benchPipeline(bodies, contacts)];
  rows.push(...(await benchWorkers(contacts, flowsOf(bodies))));
  rows.push({
    name: 'peak memory of this bench',
    value: process.resourceUsage().maxRSS / 1024,
    unit: 'MB',
    most: MOST_RSS_MB,
  });
  console.log(tableOf(rows));
  const missed = rows.filter((row) => !isMet(row));
  for (const { name } of missed) console.log(`missed: ${name}`);
  process.exitCode = missed.length === 0 ? 0 : 1;
};

await main();
