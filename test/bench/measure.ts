import { cpus } from 'node:os';

/** Seconds of CPU that a function takes, all threads of the process together. */
export const cpuSeconds = (work: () => unknown): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
};

/** The least CPU time of several passes. */
export const bestOf = (passes: number, work: () => unknown): number =>
  Math.min(...Array.from({ length: passes }, () => cpuSeconds(work)));

/** The floor: touches every byte once, in plain JavaScript. */
export const touchAll = (bodies: readonly { readonly bytes: Uint8Array }[]): number => {
  let sum = 0;
  for (const { bytes } of bodies)
    for (let at = 0; at < bytes.length; at++) sum = (sum + (bytes[at] as number)) | 0;
  return sum;
};

/** One line of the table. `least` and `most` are targets; a value that misses one fails the bench. */
export type Row = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly least?: number;
  readonly most?: number;
};

/** Whether a row keeps its targets. */
export const isMet = ({ value, least, most }: Row): boolean =>
  (least === undefined || value >= least) && (most === undefined || value <= most);

const targetOf = ({ least, most }: Row): string =>
  least !== undefined ? `≥ ${String(least)}` : most !== undefined ? `≤ ${String(most)}` : '';

const shown = (value: number): string => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);

/** The table as Markdown, under its date and machine. */
export const tableOf = (rows: readonly Row[]): string => {
  const date = new Date().toISOString().slice(0, 10);
  const machine = `${String(cpus().length)} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, Node ${process.versions.node}`;
  const cells = rows.map((row) => [
    row.name,
    `${shown(row.value)} ${row.unit}`.trim(),
    targetOf(row),
    isMet(row) ? '' : 'missed',
  ]);
  const head = ['measured', 'value', 'target', ''];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [
    `${date}, ${machine}`,
    '',
    line(head),
    line(widths.map((width) => '-'.repeat(width))),
    ...cells.map(line),
  ].join('\n');
};
