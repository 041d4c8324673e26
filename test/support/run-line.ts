import { PassThrough } from 'node:stream';
import type { FileUser } from '#twin/files/tree';
import type { Machine } from '#twin/machine';
import { runCommandLine } from '#twin/shell/run';

/** What a command line gave. */
export type LineResult = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Runs a line in a twin's shell without adb between. */
export const runLine = async (
  machine: Machine,
  line: string,
  user: FileUser = 2000,
  input = '',
): Promise<LineResult> => {
  const outputs = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  const stdin = new PassThrough();
  stdin.end(input);
  const code = await runCommandLine(machine, line, {
    stdin,
    stdout: (bytes) => void outputs.stdout.push(bytes),
    stderr: (bytes) => void outputs.stderr.push(bytes),
    user,
    signal: new AbortController().signal,
  });
  const text = (chunks: readonly Buffer[]): string => Buffer.concat(chunks).toString('utf8');
  return { code, stdout: text(outputs.stdout), stderr: text(outputs.stderr) };
};
