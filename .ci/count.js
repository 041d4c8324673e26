// Prints `N passed, N failed` from the JSON files of vitest runs, and before it what was skipped; fails when one of them ran
// nothing or anything failed.
import { readFileSync } from 'node:fs';

const read = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).testResults;
  } catch {
    return [];
  }
};

const runs = process.argv.slice(2).map(read);
const files = runs.flat();
const tests = files.flatMap(({ assertionResults }) => assertionResults);
const withStatus = (...statuses) => tests.filter(({ status }) => statuses.includes(status));

// A file that could not be loaded holds no test, and is one failure.
const unloaded = files.filter(
  ({ status, assertionResults }) =>
    status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
);
for (const { name } of unloaded) console.log(`failed as a whole: ${name}`);
for (const { fullName } of withStatus('skipped', 'pending', 'todo', 'disabled'))
  console.log(`skipped: ${fullName}`);

const passed = withStatus('passed').length;
const failed = withStatus('failed').length + unloaded.length;
console.log(`${passed} passed, ${failed} failed`);
const isEmpty =
  runs.length === 0 || runs.some((run) => !run.some(({ assertionResults }) => assertionResults.length > 0));
process.exitCode = failed > 0 || passed === 0 || isEmpty ? 1 : 0;
