import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTwin } from '#devices/read-twin';
import { startTwin } from '#twin/twin';
import { lacks } from '../support/lacks.ts';
import { startAdb } from '../support/start-adb.ts';

const CLI = new URL('../../dist/cli.js', import.meta.url).pathname;
const MINUTES = 150_000;

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'phonehome-ended-'));
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

/** Collects, does something at the step that adds a contact, and gives how that ended. */
const collect = async (args: readonly string[], atContact: (pid: number) => void) => {
  const child = spawn(process.execPath, [CLI, 'collect', '--idle', '1s', ...args], {
    cwd: root,
    env: { ...process.env, HOME: root, XDG_STATE_HOME: join(root, 'state') },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  createInterface({ input: child.stderr }).on('line', (line) => {
    said += `${line}\n`;
    if (line.includes('A contact is added')) atContact(child.pid ?? 0);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
};

/** The process of the twin that a run has started. */
const twinOf = (pid: number): number => {
  const children = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8').trim();
  const isTwin = (child: string): boolean =>
    readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('twin/process');
  return Number(children.split(' ').find(isTwin));
};

describe.skipIf(lacks('adb') || process.platform !== 'linux')('what ends around the handset is named', () => {
  it(
    'a twin that was killed, of which nothing is to be put back',
    async () => {
      const { code, said } = await collect(['--twin', 'redmi-class-33@clean'], (pid) => {
        process.kill(twinOf(pid), 'SIGKILL');
      });
      expect(code, said).toBe(3);
      expect(said).toContain('the twin ended during the run');
      expect(said).not.toMatch(/cable|unlock|replug|phonehome restore/u);
      expect(said).toContain('phonehome audit captures/');
      expect(readdirSync(join(root, 'captures'))).toHaveLength(1);
    },
    MINUTES,
  );

  it(
    'an adb server that was ended',
    async () => {
      await using adb = await startAdb();
      await using twin = await startTwin({ twin: await readTwin('redmi-class-33@clean') });
      await adb.connect(twin.address);
      const { code, said } = await collect(['--adb-server', String(adb.port)], () => {
        void adb.run('kill-server');
      });
      expect(code, said).toBe(3);
      expect(said).toContain('the adb server ended during the run');
      expect(said).not.toMatch(/cable|unlock|replug/u);
    },
    MINUTES,
  );

  it(
    'an Appium of its operator that is not there, without a log that is not there either',
    async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
      server.close();
      const url = `http://127.0.0.1:${String(port)}`;
      const { code, said } = await collect(
        ['--twin', 'redmi-class-33@clean', '--appium', url],
        () => undefined,
      );
      expect(code, said).toBe(3);
      expect(said).toContain(`no Appium answers at ${url}`);
      expect(said).not.toContain('capture folder');
    },
    MINUTES,
  );
});
