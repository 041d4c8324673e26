import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** How a run of the built program ended. */
export type CliRun = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Another copy of the program, a longer time, other variables of the environment. */
export type CliSettings = {
  readonly cli?: string;
  readonly timeoutMs?: number;
  readonly env?: Readonly<Record<string, string>>;
};

/** Runs the built program as a user would, in a working directory of its own; stopped after a minute by default. */
export const runCli = (
  args: readonly string[],
  cwd: string,
  { cli = CLI, timeoutMs = 60_000, env: more = {} }: CliSettings = {},
): Promise<CliRun> =>
  new Promise((resolve) => {
    const env = { PATH: process.env['PATH'] ?? '', HOME: cwd, ...more };
    execFile(process.execPath, [cli, ...args], { cwd, env, timeout: timeoutMs }, (error, stdout, stderr) => {
      resolve({
        code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1,
        stdout,
        stderr,
      });
    });
  });
