import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { SIMULATED_NOTICE } from '#model/report';
import { sessionSchema } from '#model/session';
import { lacks } from '../support/lacks.ts';
import { runCli } from '../support/run-cli.ts';
import { startAdb } from '../support/start-adb.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const CLI = new URL('../../dist/cli.js', import.meta.url).pathname;

const SCENARIO = `scenarioVersion: 1
name: brief
title: A contact, and some time
steps:
  - { id: first-boot, title: The wizard opens, do: open-wizard }
  - { id: decline, title: All is declined, choose: { all: declined }, then: finish-wizard }
  - { id: contact, title: A contact is added, do: add-contact, plants: [contact] }
  - { id: idle, title: Nothing is touched, idle: 2s }
`;

/** Keeps a twin up with the built program; `say` types a line into it and gives what it answers. */
const keepTwin = async (cwd: string, name: string) => {
  const child = spawn(process.execPath, [CLI, 'twin', name], { cwd, env: { ...process.env, HOME: cwd } });
  const lines: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => void lines.push(line));
  const [address] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return {
    address: address.replace('adb connect ', ''),
    lines,
    say: async (line: string, answer: RegExp): Promise<void> => {
      child.stdin.write(`${line}\n`);
      await expect.poll(() => lines.some((one) => answer.test(one)), { timeout: 10_000 }).toBe(true);
    },
    quit: async (): Promise<number | null> => {
      child.stdin.write('quit\n');
      const [code] = (await once(child, 'close')) as [number | null];
      return code;
    },
  };
};

it('a twin without input stays up until a signal, and ends with what is typed otherwise', async () => {
  await using folder = await makeTempFolder();
  const env = { ...process.env, HOME: folder.path };
  const args = [CLI, 'twin', 'redmi-class-33@clean'];
  const quiet = spawn(process.execPath, args, { cwd: folder.path, env, stdio: ['ignore', 'pipe', 'ignore'] });
  await once(createInterface({ input: quiet.stdout }), 'line');
  await new Promise((resolve) => setTimeout(resolve, 2000));
  expect(quiet.exitCode).toBeNull();
  quiet.kill('SIGTERM');
  expect(await once(quiet, 'close')).toEqual([0, null]);
  const typed = spawn(process.execPath, args, { cwd: folder.path, env });
  typed.stdin.end('ledger\n');
  expect(await once(typed, 'close')).toEqual([0, null]);
});

it.skipIf(lacks('adb'))(
  'a twin that is kept up is collected from as a phone, and all that comes of it says that it is none',
  async () => {
    await using folder = await makeTempFolder();
    await using adb = await startAdb();
    const twin = await keepTwin(folder.path, 'redmi-class-33@2014-pre-ota');
    await adb.connect(twin.address);
    const server = ['--adb-server', String(adb.port)];
    expect((await runCli(['devices', ...server], folder.path)).stdout).toContain('redmi-class-33@stock');
    const scenario = await folder.write('brief.yaml', SCENARIO);
    const run = await runCli(['run', '--scenario', scenario, ...server], folder.path, { timeoutMs: 90_000 });
    expect(run.stderr.split('\n')[0]).toBe(SIMULATED_NOTICE);
    expect(run.stdout.startsWith(SIMULATED_NOTICE)).toBe(true);
    const [session = ''] = readdirSync(join(folder.path, 'captures'));
    const text = readFileSync(join(folder.path, 'captures', session, 'session.json'), 'utf8');
    expect(sessionSchema.parse(JSON.parse(text))).toMatchObject({
      simulated: true,
      firmware: 'redmi-class-33@2014-pre-ota',
    });
    expect(run.stderr).not.toContain(twin.address);
    await twin.say('sms +447700900999 hello there', /the message has come in/u);
    await twin.say('advance 60', /^\d{4}-\d\d-\d\dT/u);
    await twin.say('ledger', /"flow":/u);
    await twin.say('what', /sms NUMBER TEXT/u);
    expect(twin.lines[0]).toBe(SIMULATED_NOTICE);
    expect(await twin.quit()).toBe(0);
  },
  150_000,
);
