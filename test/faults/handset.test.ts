import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTwin } from '#devices/read-twin';
import { startTwin } from '#twin/twin';
import { lacks } from '../support/lacks.ts';
import { makeTwin } from '../support/make-twin.ts';
import { readInput } from '../support/read-input.ts';
import { runCli } from '../support/run-cli.ts';
import { startAdb } from '../support/start-adb.ts';

const CLI = new URL('../../dist/cli.js', import.meta.url).pathname;

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'phonehome-handset-'));
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

const failing = async (...args: readonly string[]) => {
  const run = await runCli([...args, '--json'], root);
  expect(run.code, run.stderr).toBe(3);
  return (JSON.parse(run.stdout) as { error: { code: string; message: string; remedy: string } }).error;
};

describe.skipIf(lacks('adb'))('handsets that cannot be worked with', () => {
  it('asks which, where two are attached and none is named', async () => {
    await using adb = await startAdb();
    await using one = await startTwin({ twin: makeTwin() });
    await using two = await startTwin({ twin: makeTwin() });
    await adb.connect(one.address);
    await adb.connect(two.address);
    const error = await failing('collect', '--adb-server', String(adb.port));
    expect([error.code, error.message]).toEqual(['usage', 'several handsets are attached']);
    expect(error.remedy).toContain('--device');
    expect(JSON.stringify(error)).not.toContain(one.address);
  });

  it('says what to accept on one that has not authorised this computer', async () => {
    await using adb = await startAdb();
    await using twin = await startTwin({ twin: makeTwin({ traps: { unauthorized: true } }) });
    await adb.run('connect', twin.address);
    const error = await failing('collect', '--adb-server', String(adb.port));
    expect(error.code).toBe('handset-refused');
    expect(error.remedy).toContain('accept the debugging request');
  });

  it('keeps capture and journal when the handset vanishes, and restores it when it is back', async () => {
    await using adb = await startAdb();
    await using twin = await startTwin({ twin: await readTwin('redmi-class-33@clean') });
    await adb.connect(twin.address);
    const before = await twin.control.snapshot();
    const server = ['--adb-server', String(adb.port)];
    const child = spawn(process.execPath, [CLI, 'collect', '--idle', '1s', ...server], {
      cwd: root,
      env: { ...process.env, HOME: root },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    createInterface({ input: child.stderr }).on('line', (line) => {
      said += `${line}\n`;
      if (line.includes('A contact is added')) void twin.control.fault('vanish');
    });
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code, said).toBe(3);
    expect(said).toContain('phonehome restore');
    const [session = ''] = readdirSync(join(root, 'captures'));
    const { input, flows } = await readInput(join(root, 'captures', session));
    expect(input.session?.simulated).toBe(true);
    expect(flows.length).toBeGreaterThan(0);
    await twin.control.fault('return');
    await adb.run('disconnect', twin.address);
    await adb.connect(twin.address);
    expect((await failing('collect', ...server)).remedy).toContain('--restore-first');
    const restored = await runCli(['restore', ...server], root);
    expect(restored.code, restored.stderr).toBe(0);
    const after = await twin.control.snapshot();
    expect(after).toMatchObject({
      tunnels: before.tunnels,
      mounts: before.mounts,
      proxy: before.proxy,
      certificates: before.certificates,
      packages: before.packages,
      contacts: before.contacts,
    });
    expect((await runCli(['restore', ...server], root)).stderr).toContain('nothing was to be put back');
  }, 150_000);
});

describe.skipIf(lacks('adb') || lacks('mount') || process.getuid?.() !== 0)('a disk that is full', () => {
  it('ends the run with its name, the handset put back and the capture readable', async () => {
    const disk = join(root, 'disk');
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]);
    try {
      const run = await runCli(['collect', '--twin', 'redmi-class-33@clean'], disk, { timeoutMs: 120_000 });
      expect(run.code, run.stderr).toBe(3);
      expect(run.stderr).toContain('free some space');
      expect(run.stderr).toContain('the handset was put back');
      const [session = ''] = readdirSync(join(disk, 'captures'));
      const { flows } = await readInput(join(disk, 'captures', session));
      expect(flows.length).toBeGreaterThan(0);
    } finally {
      execFileSync('umount', [disk]);
    }
  }, 150_000);
});
