import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What something took; `peakMb` is the largest resident set, of all threads, in MB of 2^20 bytes. */
export type Measured = {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly peakMb: number;
};

// VmHWM: resourceUsage().maxRSS of a child begins with the size of the process that started it.
const TELL = `import { readFileSync } from 'node:fs';
process.on('exit', () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  const peakKb = Number(/VmHWM:\\s*(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
  process._rawDebug('MEASURED ' + JSON.stringify({ cpuMicros: userCPUTime + systemCPUTime, peakKb }));
});`;

/** Runs the built program and measures it: at its end it tells what the kernel counted for all of its threads. */
export const measureProgram = async (
  args: readonly string[],
): Promise<Measured & { readonly code: number | null; readonly tail: string }> => {
  const started = performance.now();
  const tell = `data:text/javascript,${encodeURIComponent(TELL)}`;
  const child = spawn(process.execPath, ['--import', tell, ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let tail = '';
  child.stderr.on('data', (chunk: Buffer) => (tail = (tail + chunk.toString()).slice(-4000)));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve(status));
  });
  const found = /MEASURED (\{.*\})/.exec(tail)?.[1];
  if (found === undefined) throw new Error(`could not be measured: ${tail.slice(-500)}`);
  const { cpuMicros, peakKb } = JSON.parse(found) as { readonly cpuMicros: number; readonly peakKb: number };
  return {
    code,
    tail,
    cpuSeconds: cpuMicros / 1e6,
    wallSeconds: (performance.now() - started) / 1000,
    peakMb: peakKb / 1024,
  };
};
