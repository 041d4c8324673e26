import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deviceFile } from '#devices/device-files';
import { readScenario } from '#devices/read-scenario';
import { readInput } from '../support/read-input.ts';
import { lacks } from '../support/lacks.ts';

const CLI = new URL('../../dist/cli.js', import.meta.url).pathname;
const TWIN = 'redmi-class-33@2014-pre-ota';
const { steps } = (await readScenario(deviceFile('scenarios', 'f-secure-2014.yaml'))).value;
const PHASES = [
  'starting the proxy',
  'putting the certificate',
  'routing the handset',
  'starting Appium',
  'opening a session',
  'reading its identifiers',
  'proving the route',
];

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'phonehome-faults-'));
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

type Interrupted = { readonly code: number | null; readonly said: string; readonly folder: string };

/** Runs the built program on a twin and sends it a signal when a line of its progress begins as told. */
const interruptAt = async (line: string, signal: NodeJS.Signals): Promise<Interrupted> => {
  const folder = mkdtempSync(join(root, 'run-'));
  const child = spawn(process.execPath, [CLI, 'collect', '--twin', TWIN], {
    cwd: folder,
    env: { ...process.env, HOME: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  let isSent = false;
  createInterface({ input: child.stderr }).on('line', (text) => {
    said += `${text}\n`;
    if (!isSent && text.includes(line)) isSent = child.kill(signal);
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), 90_000);
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(timer);
  expect(isSent, said).toBe(true);
  return { code, said, folder };
};

describe.skipIf(lacks('adb'))('a run that is interrupted', () => {
  const places = [...PHASES, ...steps.map(({ title }) => `] ${title}`)];
  it.concurrent.each(places.map((place, index) => [place, index === 3 ? 'SIGTERM' : 'SIGINT'] as const))(
    'at "%s" puts the handset back, keeps the capture and ends with 130 (%s)',
    async (place, signal) => {
      const { code, said, folder } = await interruptAt(place, signal);
      expect(code, said).toBe(130);
      expect(said).not.toContain('the twin was not put back');
      expect(said).not.toContain('the twin does not know');
      expect(said).toContain('the handset was put back');
      const [session = ''] = readdirSync(join(folder, 'captures'));
      const capture = join(folder, 'captures', session);
      expect(readFileSync(join(capture, 'manifest.json'), 'utf8')).toContain('events.jsonl');
      expect((await readInput(capture)).losses).toEqual([]);
    },
    120_000,
  );
});
