import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAppium } from '#collect/driver/appium-server';
import { openUiAutomator2 } from '#collect/driver/uiautomator2';
import { readTwin } from '#devices/read-twin';
import { markSchema } from '#model/session';
import { startTwin } from '#twin/twin';
import { startAdb } from '../support/start-adb.ts';
import type { Row } from './measure.ts';

/** One figure against what it may be at most. */
export type Figure = {
  readonly what: string;
  readonly is: number;
  readonly most: number;
  readonly unit: string;
};

const CLI = new URL('../../dist/cli.js', import.meta.url).pathname;
const TWIN = 'redmi-class-33@2014-pre-ota';
const FINDS = 200;

const seconds = (startMs: number): number => (performance.now() - startMs) / 1000;

/** Appium's start, a session on a new twin, and the median of many finds; seconds and ms of the wall clock. */
const measureDriver = async (folder: string): Promise<Row[]> => {
  await using adb = await startAdb();
  await using twin = await startTwin({ twin: await readTwin(TWIN) });
  await adb.connect(twin.address);
  const appiumMs = performance.now();
  await using appium = await startAppium(join(folder, 'appium.log'), 'adb');
  const cold = seconds(appiumMs);
  const sessionMs = performance.now();
  await using backend = await openUiAutomator2({
    appium,
    isOwnAppium: true,
    serial: twin.address,
    adbPort: adb.port,
  });
  const session = seconds(sessionMs);
  const finds: number[] = [];
  for (let turn = 0; turn < FINDS; turn += 1) {
    const findMs = performance.now();
    await backend.find({ by: 'id', value: 'com.android.provision:id/group_primary_button', source: 'bench' });
    finds.push(performance.now() - findMs);
  }
  const median = finds.sort((a, b) => a - b)[FINDS / 2] ?? Number.NaN;
  return [
    { name: 'Appium, cold start', value: cold, most: 2, unit: 's' },
    { name: 'session on a new twin', value: session, most: 3, unit: 's' },
    { name: 'one find, median', value: median, most: 20, unit: 'ms' },
  ];
};

type Run = { readonly code: number | null; readonly peakMb: number; readonly scenarioSeconds: number };

/** The peak of a process's memory so far, MB; 0 when it has ended. */
const peakOf = (pid: number): number => {
  try {
    const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
    // Between its end and its being noticed a process has a status without memory.
    return Number(/VmHWM:\s+(\d+) kB/u.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
};

/** One whole `run` of the built program on the twin; the twin is a process of its own and not counted. */
const wholeRun = async (folder: string): Promise<Run> => {
  const args = [CLI, 'run', '--twin', TWIN, '--exit-zero', '--quiet'];
  const env = { ...process.env, HOME: folder };
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: 'ignore' });
  let peakMb = 0;
  const timer = setInterval(() => {
    peakMb = Math.max(peakMb, peakOf(child.pid ?? 0));
  }, 200);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearInterval(timer);
  const [capture = ''] = readdirSync(join(folder, 'captures'));
  const marks = readFileSync(join(folder, 'captures', capture, 'marks.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => markSchema.parse(JSON.parse(line)));
  return { code, peakMb, scenarioSeconds: (marks.at(-1)?.hostMs ?? Number.NaN) / 1000 };
};

/** What the twin's stack takes on this machine. */
export const benchTwin = async (): Promise<readonly Row[]> => {
  const root = mkdtempSync(join(tmpdir(), 'phonehome-bench-'));
  const folder = (): string => mkdtempSync(join(root, 'run-'));
  try {
    const driver = await measureDriver(root);
    const alone = await wholeRun(folder());
    const three = await Promise.all([folder(), folder(), folder()].map(wholeRun));
    const failed = [alone, ...three].filter(({ code }) => code !== 0).length;
    return [
      ...driver,
      { name: 'whole scenario', value: alone.scenarioSeconds, most: 60, unit: 's' },
      { name: 'harness, peak memory', value: alone.peakMb, most: 600, unit: 'MB' },
      { name: 'failures, one run and three side by side', value: failed, most: 0, unit: '' },
    ];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
};
