import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** How a run of the built program ended. */
export type CliRun = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Runs the built program as a user would, in a working directory of its own; stopped after a minute. */
export const runCli = (args: readonly string[], cwd: string): Promise<CliRun> =>
  new Promise((resolve) => {
    const env = { PATH: process.env['PATH'] ?? '', HOME: cwd };
    execFile(process.execPath, [CLI, ...args], { cwd, env, timeout: 60_000 }, (error, stdout, stderr) => {
      resolve({
        code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1,
        stdout,
        stderr,
      });
    });
  });
