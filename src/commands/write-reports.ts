import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '#capture/make-folder';
import { replaceFile } from '#capture/replace-file';
import type { Console } from './console.ts';
import type { Report } from '#model/report';
import { Failure } from '#model/failure';
import { type Format, FORMATS, RENDERERS, REPORT_FILES } from '#report/render';
import { isOfSameInput } from './report-folder.ts';

/** Reads `--format LIST`; nothing given means every format. @throws Failure `usage` for an unknown one. */
export const parseFormats = (list: string | undefined): readonly Format[] => {
  if (list === undefined) return FORMATS;
  const names = list.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !FORMATS.some((format) => format === name));
  if (unknown !== undefined) {
    throw new Failure('usage', `--format: "${unknown.slice(0, 40)}" is no format`, {
      remedy: `give one or more of ${FORMATS.join(', ')}, separated by commas`,
    });
  }
  return FORMATS.filter((format) => names.includes(format));
};

/** Where each format was written, and where files are kept that stood there before. */
export type Written = { readonly paths: ReadonlyMap<Format, string>; readonly kept: readonly string[] };

const writeOne = async (report: Report, format: Format, path: string, isSame: boolean) => {
  const fresh = `${path}.${String(process.pid)}.part`;
  try {
    await writeFile(fresh, RENDERERS[format](report));
    if (!isSame) return await replaceFile(fresh, path);
    await rename(fresh, path);
    return null;
  } finally {
    await rm(fresh, { force: true });
  }
};

/**
 * Writes a report into a folder, each file whole or not at all. A report of the same input is written over; anything
 * else that stands there is kept beside it. @throws Failure `not-writable`
 */
export const writeReports = async (
  report: Report,
  directory: string,
  formats: readonly Format[],
): Promise<Written> => {
  const paths = new Map<Format, string>();
  const kept: string[] = [];
  try {
    await makeFolder(directory);
    const isSame = await isOfSameInput(directory, report);
    for (const format of formats) {
      const path = join(directory, REPORT_FILES[format]);
      const aside = await writeOne(report, format, path, isSame);
      if (aside !== null) kept.push(aside);
      paths.set(format, path);
    }
  } catch (cause) {
    throw new Failure('not-writable', 'the report could not be written', {
      place: { file: directory },
      remedy: 'check the folder and the space left, or name another one with --out DIR',
      cause,
    });
  }
  return { paths, kept };
};

/** Says where files are kept that stood where a report was written. */
export const noteKept = ({ note }: Console, { kept }: Written): void => {
  if (kept.length > 0) note(`what stood there before is kept: ${kept.join(', ')}`);
};
