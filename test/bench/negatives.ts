import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Count, noCount, type Share } from './negatives/audit-bodies.ts';
import { type Kind, KINDS } from './negatives/bodies.ts';

/**
 * `npm run bench:negatives [-- --bodies N] [-- --seed N] [-- --workers N]`: bodies without anything of the handset, a
 * million unless told otherwise. Exit 1 for any finding of level A or B, or more than one flow in a thousand with level C
 * where no other people's values are sent.
 */
const option = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};

const MOST_PER_THOUSAND = 1;
const bodies = option('bodies', 1_000_000);
const seed = option('seed', 20_261_126);
const workers = option('workers', 2);

const shares = Array.from({ length: workers }, (_, index): Share => ({
  seed,
  from: Math.floor((bodies * index) / workers),
  to: Math.floor((bodies * (index + 1)) / workers),
}));
const counts: Count[] = shares.map(noCount);

const sum = (pick: (count: Count) => number | undefined): number =>
  counts.reduce((total, count) => total + (pick(count) ?? 0), 0);
const flowsAt = (kind: string, level: string): number =>
  sum((count) => count.flowsAtLevel[`${kind} ${level}`]);
const sumOver = (kinds: readonly Kind[], pick: (name: string) => number): number =>
  kinds.reduce((total, { name }) => total + pick(name), 0);
const flowsOf = (name: string): number => sum((count) => count.flows[name]);
const own = KINDS.filter(({ holdsOthers }) => !holdsOthers);

const printProgress = (): void => {
  const [a, b, c] = ['A', 'B', 'C'].map((level) => sumOver(KINDS, (name) => flowsAt(name, level)));
  const ownC = sumOver(own, (name) => flowsAt(name, 'C'));
  console.error(
    `${sumOver(KINDS, flowsOf)} of ${bodies}: A ${a}, B ${b}, C ${c}, of them ${ownC} without other people's ids; ${(sum((count) => count.cpuMs) / 1000).toFixed(0)} s of CPU`,
  );
};

const auditShare = async (share: Share, index: number): Promise<void> => {
  const worker = fork(fileURLToPath(new URL('negatives/worker.ts', import.meta.url)), [
    JSON.stringify(share),
  ]);
  worker.on('message', (message) => {
    counts[index] = message as Count;
    printProgress();
  });
  await once(worker, 'disconnect');
  const told = Object.values(counts[index]?.flows ?? {}).reduce((total, flows) => total + flows, 0);
  if (told !== share.to - share.from) throw new Error('a process ended before it had audited its share');
};

await Promise.all(shares.map(auditShare));

console.log('bodies without canaries          flows        A        B        C   C per 1,000');
for (const { name } of KINDS) {
  const flows = flowsOf(name);
  const [a = 0, b = 0, c = 0] = ['A', 'B', 'C'].map((level) => flowsAt(name, level));
  console.log(
    `${name.padEnd(28)} ${[flows, a, b, c].map((value) => String(value).padStart(8)).join(' ')}   ${((c / Math.max(1, flows)) * 1000).toFixed(3).padStart(9)}`,
  );
}
for (const sample of counts.flatMap(({ samples }) => samples).slice(0, 40)) console.log(`  ${sample}`);
const sure = sumOver(KINDS, (name) => flowsAt(name, 'A') + flowsAt(name, 'B'));
const perThousand = (sumOver(own, (name) => flowsAt(name, 'C')) / Math.max(1, sumOver(own, flowsOf))) * 1000;
console.log(
  `seed ${seed}, ${bodies} bodies, ${(sum((count) => count.byteLength) / 1e6).toFixed(0)} MB, ${(sum((count) => count.cpuMs) / 1000).toFixed(0)} s of CPU, at most ${Math.max(...counts.map(({ peakMb }) => peakMb)).toFixed(0)} MB of memory a process`,
);
console.log(`${sure === 0 ? 'met   ' : 'MISSED'} flows with level A or B, 0: ${sure}`);
console.log(
  `${perThousand <= MOST_PER_THOUSAND ? 'met   ' : 'MISSED'} flows with level C per 1,000 without other people's ids, ≤ 1: ${perThousand.toFixed(3)}`,
);
process.exitCode = sure === 0 && perThousand <= MOST_PER_THOUSAND ? 0 : 1;
