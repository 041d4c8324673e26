import type { Console } from './console.ts';
import type { SavedReport } from '#model/report';
import { explainFinding } from '#report/explain';
import { Failure } from '#model/failure';
import { readReport } from './read-report.ts';
import { reportsByAge } from './reports-by-age.ts';

/** The options of `explain`. */
export type ExplainOptions = { readonly report?: string };

const SHORTEST_PREFIX = 4;

const newestReport = async (): Promise<string> => {
  const [newest] = await reportsByAge();
  if (newest === undefined) {
    throw new Failure('not-found', 'no report under reports/', { remedy: 'name one with --report FILE' });
  }
  return newest;
};

const findOne = (report: SavedReport, id: string, file: string): SavedReport['findings'][number] => {
  const found = report.findings.filter(
    (finding) => finding.id === id || (id.length >= SHORTEST_PREFIX && finding.id.startsWith(id)),
  );
  const [only] = found;
  if (only === undefined || found.length > 1) {
    const message =
      only === undefined ? 'no finding has this id' : 'more than one finding has an id that begins so';
    throw new Failure('not-found', message, {
      place: { file },
      remedy: 'take the id of a finding from this report, or name another report with --report FILE',
    });
  }
  return only;
};

/** `explain FINDING`: how one finding was made, link by link, masked. Returns the exit code. */
export const explain = async (id: string, options: ExplainOptions, console: Console): Promise<number> => {
  const file = options.report ?? (await newestReport());
  const report = await readReport(file);
  const finding = findOne(report, id, file);
  console.print(console.json ? `${JSON.stringify(finding, null, 2)}\n` : explainFinding(report, finding));
  console.close(`report: ${file}`);
  return 0;
};
