/**
 * Measures how far devices/hosts.yaml covers a public list of host names: `npm run check:hosts LIST`. LIST is JSON in
 * the form {vendors: {xiaomi: [{domain, match}], …}}. Prints misses; exit 1 below 95 % of any vendor that is checked.
 */
import { readHosts } from '#devices/read-hosts';
import { measureCoverage, readList } from './hosts-coverage.ts';

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error('usage: npm run check:hosts LIST');
  process.exitCode = 3;
} else {
  const coverages = measureCoverage(await readHosts(), await readList(file));
  for (const { vendor, right, total, misses, passed } of coverages) {
    const share = `${((100 * right) / Math.max(total, 1)).toFixed(1)} %`;
    console.log(`${passed ? 'ok  ' : 'LOW '} ${vendor}: ${String(right)} of ${String(total)} (${share})`);
    for (const { domain, owner } of misses) console.log(`       ${domain}: ${owner}`);
  }
  process.exitCode = coverages.every(({ passed }) => passed) ? 0 : 1;
}
