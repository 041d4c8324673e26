import type { Console } from './console.ts';
import type { SavedReport } from '#model/report';
import { explainFinding } from '#report/explain';
import { Failure } from '#model/failure';
import { readReport } from './read-report.ts';
import { reportsByAge } from './reports-by-age.ts';

/** The options of `explain`. */
export type ExplainOptions = { readonly report?: string };

const SHORTEST_PREFIX = 4;
/** Reports that a message names. */
const MOST_NAMED = 20;

type Finding = SavedReport['findings'][number];
type Found = { readonly file: string; readonly findings: readonly Finding[] };

/** The findings of this id, else those whose id begins so. */
const findIn = ({ findings }: SavedReport, id: string): readonly Finding[] => {
  const exact = findings.filter((finding) => finding.id === id);
  if (exact.length > 0 || id.length < SHORTEST_PREFIX) return exact;
  return findings.filter((finding) => finding.id.startsWith(id));
};

/** Looks into every report there is, one at a time; what is no report that can be read is passed over. */
const searchAll = async (id: string): Promise<readonly Found[]> => {
  const files = await reportsByAge();
  if (files.length === 0)
    throw new Failure('not-found', 'no report under reports/', { remedy: 'name one with --report FILE' });
  const found: Found[] = [];
  for (const file of files) {
    const report = await readReport(file).catch(() => null);
    const findings = report === null ? [] : findIn(report, id);
    if (findings.length > 0) found.push({ file, findings });
  }
  return found;
};

const search = async (id: string, file: string | undefined): Promise<readonly Found[]> => {
  if (file === undefined) return searchAll(id);
  const findings = findIn(await readReport(file), id);
  return findings.length === 0 ? [] : [{ file, findings }];
};

const listed = (files: readonly string[]): string => {
  const more = files.length - MOST_NAMED;
  const lines = files.slice(0, MOST_NAMED).map((file) => `\n  --report ${file}`);
  return `${lines.join('')}${more > 0 ? `\n  and ${String(more)} more` : ''}`;
};

/** The one finding that is meant, and the file of its report. @throws Failure `not-found` for none, `usage` for several */
const findOne = async (
  id: string,
  file: string | undefined,
): Promise<{ readonly file: string; readonly finding: Finding }> => {
  const found = await search(id, file);
  const [only] = found;
  const place = file === undefined ? {} : { place: { file } };
  if (only === undefined)
    throw new Failure('not-found', 'no finding has this id', {
      ...place,
      remedy: 'take the id of a finding from a report, or name another report with --report FILE',
    });
  if (found.length > 1)
    throw new Failure('usage', `${String(found.length)} reports have such a finding`, {
      remedy: `name one of them:${listed(found.map((each) => each.file))}`,
    });
  const [finding] = only.findings;
  if (finding === undefined || only.findings.length > 1)
    throw new Failure('usage', 'more than one finding has an id that begins so', {
      place: { file: only.file },
      remedy: 'give more of the id',
    });
  return { file: only.file, finding };
};

/** `explain FINDING`: how one finding was made, link by link, masked. Returns the exit code. */
export const explain = async (id: string, options: ExplainOptions, console: Console): Promise<number> => {
  const { file, finding } = await findOne(id, options.report);
  console.print(
    console.json
      ? `${JSON.stringify(finding, null, 2)}\n`
      : explainFinding(await readReport(file), finding, console.columns),
  );
  console.close(`report: ${file}`);
  return 0;
};
