import { resolve } from 'node:path';
import type { Console } from './console.ts';
import type { Report } from '#model/report';
import { checkOutput } from './check-output.ts';
import { auditInput, type AuditFiles } from './audit-input.ts';
import { openInput } from '#capture/open-input';
import { noteKept, parseFormats, writeReports } from './write-reports.ts';
import { openSpill } from './spill.ts';
import { renderText } from '#report/text';
import { reportFolder } from './report-folder.ts';
import { samplePath } from './sample-path.ts';

/** The options of `audit` as the command line gives them. */
export type AuditOptions = AuditFiles & {
  readonly out?: string;
  readonly format?: string;
  readonly keylog?: string;
  readonly exitZero?: boolean;
};

const EXIT_CODES: Readonly<Record<Report['verdict'], number>> = { leaks: 1, blind: 2, clean: 0 };

/** Writes a report, shows it, and names it last; returns the exit code of its verdict. */
const deliver = async (report: Report, options: AuditOptions, console: Console): Promise<number> => {
  const directory = options.out === undefined ? await reportFolder(report) : resolve(options.out);
  const written = await writeReports(report, directory, parseFormats(options.format));
  noteKept(console, written);
  const exitCode = options.exitZero === true ? 0 : EXIT_CODES[report.verdict];
  if (console.json) {
    const { notice, verdict, verdictText, reasons, coverage } = report;
    const counts = { findings: report.findings.length, blindSpots: report.blindSpots.length };
    const result = {
      notice,
      verdict,
      verdictText,
      reasons,
      exitCode,
      counts,
      coverage,
      reports: Object.fromEntries(written.paths),
    };
    console.print(`${JSON.stringify(result)}\n`);
  } else if (!console.quiet) {
    console.print(renderText(report, { colour: console.colour, columns: console.columns }));
  }
  console.close(`report: ${written.paths.get('html') ?? [...written.paths.values()][0] ?? directory}`);
  return exitCode;
};

/** `audit INPUT`: reads traffic, finds personal data in it and writes the report. Returns the exit code. */
export const audit = async (path: string, options: AuditOptions, console: Console): Promise<number> => {
  parseFormats(options.format);
  await checkOutput(resolve(options.out ?? 'reports'), 'reports');
  const source = path === 'sample' ? samplePath() : path;
  const input = await openInput(source, { keyLog: options.keylog });
  using spill = openSpill();
  const report = await auditInput(input, options, { console, openStore: spill.openStore });
  return await deliver(report, options, console);
};
