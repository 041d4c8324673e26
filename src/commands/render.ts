import { dirname, resolve } from 'node:path';
import type { Console } from './console.ts';
import { noteKept, parseFormats, writeReports } from './write-reports.ts';
import { readReport } from './read-report.ts';

/** The options of `render`. */
export type RenderOptions = { readonly format?: string; readonly out?: string };

/** `render REPORT.json`: a saved report in other formats, beside it or in `--out DIR`. Returns the exit code. */
export const render = async (file: string, options: RenderOptions, console: Console): Promise<number> => {
  const formats = parseFormats(options.format);
  const report = await readReport(file);
  const directory = resolve(options.out ?? dirname(file));
  const written = await writeReports(report, directory, formats);
  noteKept(console, written);
  if (console.json) console.print(`${JSON.stringify({ reports: Object.fromEntries(written.paths) })}\n`);
  console.close(`report: ${[...written.paths.values()][0] ?? directory}`);
  return 0;
};
