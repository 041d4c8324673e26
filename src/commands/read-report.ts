import { z } from 'zod';
import { readText } from '#devices/read-text';
import { Failure } from '#model/failure';
import { REPORT_VERSION, reportSchema, type SavedReport } from '#model/report';

/** Near the longest string of Node. */
const MAX_FILE_BYTES = 500 << 20;
const MAKE_ANEW = 'make it anew with phonehome audit INPUT';

const parse = (text: string, file: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const remedy = `give a report.json; ${MAKE_ANEW}`;
    throw new Failure('not-parsable', 'this is not JSON', { place: { file }, remedy, cause });
  }
};

const versionSchema = z.object({ reportVersion: z.number() });

/** Reads and checks a saved report.json. @throws Failure naming the file and the field that is wrong. */
export const readReport = async (file: string): Promise<SavedReport> => {
  const value = parse((await readText(file, MAX_FILE_BYTES)).text, file);
  const version = versionSchema.safeParse(value);
  if (version.success && version.data.reportVersion > REPORT_VERSION) {
    const message = `report version ${String(version.data.reportVersion)} is newer than this program reads (${String(REPORT_VERSION)})`;
    throw new Failure('unknown-version', message, { place: { file }, remedy: 'update phonehome' });
  }
  const report = reportSchema.safeParse(value);
  if (report.success) return report.data;
  const issue = report.error.issues[0];
  const path = issue === undefined ? '' : issue.path.map(String).join('.');
  throw new Failure(
    'not-valid',
    `this is no report: ${path === '' ? 'the file' : path}: ${issue?.message ?? ''}`,
    {
      place: { file },
      remedy: MAKE_ANEW,
    },
  );
};
