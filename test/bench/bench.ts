import { type Body, byteLengthOf, makeCorpus } from './corpus.ts';
import { makeContacts, makePatterns } from './contacts.ts';
import { benchFloods } from './floods.ts';
import { benchMatcher } from './matcher.ts';
import { isMet, type Row, tableOf } from './measure.ts';
import { benchPipeline, flowsOf } from './pipeline.ts';
import { benchRequests } from './requests.ts';
import { benchTwin } from './twin.ts';
import { benchWorkers } from './workers.ts';

/**
 * `npm run bench [-- --mib N]`: speed of the matcher and of the whole pipeline, as ratios measured in one process, in
 * CPU time, best of several passes, on a corpus made from a seed; then what a whole run on a twin takes. Prints a table; ends with 1 when a target is missed.
 * Memory and speed on large captures are measured by large.ts.
 */
const option = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};

const patterns = makePatterns(100_000);
const contacts = makeContacts(10_000);
const planted = [...patterns.slice(0, 1000), ...contacts.slice(0, 3000).map(({ value }) => value)];

/** What is measured, in the order of the table; another bench is a file of its own and a line here. */
const BENCHES: readonly ((bodies: readonly Body[]) => readonly Row[] | Promise<readonly Row[]>)[] = [
  (bodies) => benchMatcher(bodies, patterns),
  (bodies) => benchPipeline(bodies, contacts),
  benchRequests,
  (bodies) => benchWorkers(contacts, flowsOf(bodies)),
  benchFloods,
  benchTwin,
];

const main = async (): Promise<void> => {
  const bodies = makeCorpus(option('mib', 8) * 2 ** 20, planted);
  console.log(`${String(bodies.length)} bodies, ${(byteLengthOf(bodies) / 1e6).toFixed(1)} MB`);
  const rows: Row[] = [];
  for (const bench of BENCHES) rows.push(...(await bench(bodies)));
  const peak = process.resourceUsage().maxRSS / 1024;
  rows.push({ name: 'peak memory of this bench, three compiled sets', value: peak, unit: 'MB' });
  console.log(tableOf(rows));
  const missed = rows.filter((row) => !isMet(row));
  for (const { name } of missed) console.log(`missed: ${name}`);
  process.exitCode = missed.length === 0 ? 0 : 1;
};

await main();
