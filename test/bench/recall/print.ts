import type { Outcome } from './measure.ts';
import { reasonOf } from './reason.ts';

const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;

const chainOf = ({ case: { plan, placement } }: Outcome): string =>
  [plan.class, plan.content.name, plan.document, ...plan.steps.map(({ name }) => name), placement].join(
    ' › ',
  );

type Row = { readonly name: string; readonly found: number; readonly total: number };

const rowsBy = (
  outcomes: readonly Outcome[],
  keysOf: (outcome: Outcome) => readonly string[],
): readonly Row[] => {
  const rows = new Map<string, Row>();
  for (const outcome of outcomes)
    for (const name of new Set(keysOf(outcome))) {
      const { found, total } = rows.get(name) ?? { found: 0, total: 0 };
      rows.set(name, { name, found: found + (outcome.isFound ? 1 : 0), total: total + 1 });
    }
  return [...rows.values()].sort((a, b) => a.name.localeCompare(b.name));
};

const printRows = (title: string, rows: readonly Row[]): void => {
  console.log(`\n${title.padEnd(28)} cases   found    recall`);
  for (const { name, found, total } of rows)
    console.log(
      `${name.padEnd(28)} ${String(total).padStart(5)}   ${String(found).padStart(5)}  ${percent(found / total).padStart(8)}`,
    );
};

const LEAST = { shallow: 0.995, deep: 0.98, perClass: 0.97, external: 1 / 3 } as const;

const recall = (outcomes: readonly Outcome[]): number =>
  outcomes.filter(({ isFound }) => isFound).length / Math.max(1, outcomes.length);

const depthOf = ({ case: { plan } }: Outcome): number => plan.steps.length;

type Check = { readonly name: string; readonly value: string; readonly isMet: boolean };

const checksOf = (sent: readonly Outcome[], all: readonly Outcome[]): readonly Check[] => {
  const shallow = recall(sent.filter((outcome) => depthOf(outcome) <= 3));
  const deep = recall(sent.filter((outcome) => depthOf(outcome) > 3));
  const [worst] = [...rowsBy(sent, ({ case: { plan } }) => [plan.class])].sort(
    (a, b) => a.found / a.total - b.found / b.total,
  );
  const worstShare = worst === undefined ? 0 : worst.found / worst.total;
  const steps = all.flatMap(({ case: { plan } }) => plan.steps);
  const external = steps.filter(({ program }) => program !== null).length / steps.length;
  const alarms = all.filter(({ isFalse }) => isFalse).length;
  return [
    { name: 'recall at depth 1 to 3, ≥ 99.5 %', value: percent(shallow), isMet: shallow >= LEAST.shallow },
    { name: 'recall at depth 4 and 5, ≥ 98 %', value: percent(deep), isMet: deep >= LEAST.deep },
    {
      name: `worst class (${worst?.name ?? ''}), ≥ 97 %`,
      value: percent(worstShare),
      isMet: worstShare >= LEAST.perClass,
    },
    { name: 'false findings of level A or B, 0', value: String(alarms), isMet: alarms === 0 },
    {
      name: 'encodings by other programs, ≥ 33.3 %',
      value: percent(external),
      isMet: external >= LEAST.external,
    },
  ];
};

/** Prints the tables, every miss with its reason, and the targets; whether all were met. */
export const printRecall = (
  outcomes: readonly Outcome[],
  run: { readonly seed: number; readonly cpuMs: number },
): boolean => {
  const sent = outcomes.filter(({ case: { plan } }) => !plan.isNearMiss);
  printRows(
    'by depth',
    rowsBy(sent, (outcome) => [String(depthOf(outcome))]),
  );
  printRows(
    'by class',
    rowsBy(sent, ({ case: { plan } }) => [plan.class]),
  );
  printRows(
    'by placement',
    rowsBy(sent, ({ case: { placement } }) => [placement]),
  );
  printRows(
    'by encoding',
    rowsBy(sent, ({ case: { plan } }) => plan.steps.map(({ name }) => name)),
  );
  console.log('\nmisses');
  for (const outcome of sent.filter(({ isFound }) => !isFound))
    console.log(
      `  ${chainOf(outcome)}: ${reasonOf(outcome.case)}${outcome.blind.length === 0 ? '' : ` (${outcome.blind.join(', ')})`}`,
    );
  console.log('\nfalse findings');
  for (const outcome of outcomes.filter(({ isFalse }) => isFalse))
    console.log(`  ${chainOf(outcome)}: ${outcome.levels.join('; ')}`);
  const bytes = outcomes.reduce((sum, { case: { stages } }) => sum + (stages.at(-1)?.length ?? 0), 0);
  console.log(
    `\nseed ${run.seed}, ${sent.length} requests with a value, ${outcomes.length - sent.length} near misses, ${(bytes / 1e6).toFixed(1)} MB, audit ${(run.cpuMs / 1000).toFixed(1)} s of CPU`,
  );
  const checks = checksOf(sent, outcomes);
  for (const { name, value, isMet } of checks)
    console.log(`${isMet ? 'met   ' : 'MISSED'} ${name}: ${value}`);
  return checks.every(({ isMet }) => isMet);
};
