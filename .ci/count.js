// Prints `N passed, N failed` from vitest's JSON, and before it what was skipped; fails when nothing ran or anything failed.
import { readFileSync } from 'node:fs';

const read = () => {
  try {
    return JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
  } catch {
    return { testResults: [] };
  }
};

const files = read().testResults;
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
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
