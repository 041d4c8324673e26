import { join, resolve } from 'node:path';
import { audit, type AuditOptions } from './audit.ts';
import type { CollectCommandOptions } from './collect-plan.ts';
import type { Console } from './console.ts';
import { checkOutput } from './check-output.ts';
import { recordSession } from './record-session.ts';
import { parseFormats } from './write-reports.ts';

/** The options of `run` as the command line gives them. */
export type RunOptions = CollectCommandOptions & Omit<AuditOptions, 'out' | 'canaries' | 'brand'>;

/** `run`: the whole audit, a capture and its report. Returns the exit code of the verdict. */
export const run = async (options: RunOptions, console: Console): Promise<number> => {
  parseFormats(options.format);
  const { out = '.', ...rest } = options;
  const reports = resolve(out, 'reports');
  await checkOutput(reports, 'reports');
  const { folder, id } = await recordSession(options, console);
  return audit(folder, { ...rest, out: join(reports, id) }, console);
};
