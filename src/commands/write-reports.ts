import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '#capture/make-folder';
import type { Report } from '#model/report';
import { Failure } from '#model/failure';
import { type Format, FORMATS, RENDERERS, REPORT_FILES } from '#report/render';

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

/**
 * Writes a report into a folder, each file whole or not at all. Returns the path of each format.
 * @throws Failure `not-writable`
 */
export const writeReports = async (
  report: Report,
  directory: string,
  formats: readonly Format[],
): Promise<ReadonlyMap<Format, string>> => {
  const written = new Map<Format, string>();
  try {
    await makeFolder(directory);
    for (const format of formats) {
      const path = join(directory, REPORT_FILES[format]);
      const temporary = `${path}.${String(process.pid)}.part`;
      await writeFile(temporary, RENDERERS[format](report));
      await rename(temporary, path);
      written.set(format, path);
    }
  } catch (cause) {
    throw new Failure('not-writable', 'the report could not be written', {
      place: { file: directory },
      remedy: 'check the folder and the space left, or name another one with --out DIR',
      cause,
    });
  }
  return written;
};
