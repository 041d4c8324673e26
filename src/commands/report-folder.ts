import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { openRegular } from '#capture/file-source';
import { Failure } from '#model/failure';
import type { Report } from '#model/report';
import { REPORT_FILES } from '#report/render';
import { safeNameFrom } from './safe-name.ts';

/** Session and method stand before all that is long in a report.json. */
const HEAD_BYTES = 4 << 20;
const MOST_NAMESAKES = 1000;

/** Of what input a report is. A quotation mark inside a text of the file is escaped, and cannot look like these. */
const SESSION = /"session": \{\s*"id": ("(?:[^"\\]|\\.)*")/u;
const INPUT = /"format": "([a-z]+)",\s*"sha256": (?:"([0-9a-f]{64})"|null)/u;

const headOf = async (path: string): Promise<string> => {
  try {
    await using file = await openRegular(path);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } catch {
    return '';
  }
};

/** Whether a folder holds a report of the same input: the same file, or the same session. */
export const isOfSameInput = async (folder: string, { session, method }: Report): Promise<boolean> => {
  const head = await headOf(join(folder, REPORT_FILES.json));
  const [, format, sha256 = null] = INPUT.exec(head) ?? [];
  if (format !== method.input.format) return false;
  if (format !== 'capture') return sha256 === method.input.sha256;
  return SESSION.exec(head)?.[1] === JSON.stringify(session.id);
};

const holdsReport = async (folder: string): Promise<boolean> => {
  const there = await Promise.all(
    Object.values(REPORT_FILES).map((file) =>
      access(join(folder, file)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return there.includes(true);
};

/**
 * The folder under reports/ for a report: that of its session or input, or one with a number behind the name where that
 * holds the report of another input. Only a report of the same input is written over.
 * @throws Failure not-writable where a thousand are of this name
 */
export const reportFolder = async (report: Report): Promise<string> => {
  const name = safeNameFrom(report.session.id);
  for (let number = 1; number <= MOST_NAMESAKES; number += 1) {
    const folder = resolve('reports', number === 1 ? name : `${name}-${String(number)}`);
    if (!(await holdsReport(folder)) || (await isOfSameInput(folder, report))) return folder;
  }
  throw new Failure('not-writable', 'there are too many reports of this name', {
    place: { file: resolve('reports', name) },
    remedy: 'name another folder with --out DIR',
  });
};
