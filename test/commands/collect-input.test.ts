import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lacks } from '../support/lacks.ts';
import { type CliSettings, runCli } from '../support/run-cli.ts';
import { startAdb } from '../support/start-adb.ts';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.ts';

const TWIN = 'redmi-class-33@clean';

let folder: TempFolder;
beforeAll(async () => {
  folder = await makeTempFolder();
});
afterAll(async () => {
  await folder[Symbol.asyncDispose]();
});

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

const isServed = async (port: number): Promise<boolean> => {
  const socket = connect({ host: '127.0.0.1', port });
  const served = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return served;
};

const failing = async (args: readonly string[], settings: CliSettings = {}) => {
  const run = await runCli([...args, '--json'], folder.path, settings);
  const { error } = JSON.parse(run.stdout) as {
    error: { code: string; message: string; remedy: string | null; place: Record<string, unknown> };
  };
  expect(run.code).toBe(3);
  return error;
};

describe('what collect and run refuse before they start anything', () => {
  it.each([
    [['--twin', 'redmi-class-33@nothing'], /redmi-class-33@nothing/u, /redmi-class-33@clean/u],
    [['--twin', TWIN, '--scenario', 'no-such'], /no-such/u, /f-secure-2014/u],
    [['--twin', TWIN, '--device', 'x'], /both/u, /one of them/u],
    [['--twin', TWIN, '--handset', 'redmi-note-12'], /--handset/u, /one of them/u],
    [['--twin', TWIN, '--idle', 'soon'], /--idle/u, /10m/u],
    [['--twin', TWIN, '--appium', 'here'], /--appium/u, /http:/u],
    [['--twin', TWIN, '--engine', 'other'], /--engine/u, /native/u],
    [['--adb-server', 'nowhere'], /--adb-server/u, /5037/u],
  ])('%j', async (options, message, remedy) => {
    const error = await failing(['collect', ...options]);
    expect(error.message).toMatch(message);
    expect(error.remedy).toMatch(remedy);
    expect(existsSync(join(folder.path, 'captures'))).toBe(false);
  });

  it('names file, line, column and what was expected of a malformed scenario', async () => {
    const file = await folder.write('odd.yaml', 'scenarioVersion: 1\nname: odd\ntitle: [unclosed\n');
    const broken = await failing(['run', '--twin', TWIN, '--scenario', file]);
    expect(broken.place).toMatchObject({ file, line: 4 });
    const wrong = await folder.write(
      'wrong.yaml',
      'scenarioVersion: 1\nname: wrong\ntitle: Wrong\nsteps:\n  - { id: a, title: A, idle: soon }\n',
    );
    const error = await failing(['run', '--twin', TWIN, '--scenario', wrong]);
    expect(error.place).toMatchObject({ file: wrong, line: 5 });
    expect(error.message).toContain('steps');
  });

  it('says that the port is taken on which a twin is to listen', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const error = await failing(['twin', TWIN, '--port', String(port)]);
    server.close();
    expect(error.code).toBe('environment');
    expect(error.message).toContain(String(port));
    expect(error.remedy).not.toBeNull();
  });

  it('names the line that installs adb, and the sample, where there is no adb', async () => {
    const bare = join(folder.path, 'bare');
    mkdirSync(bare, { recursive: true });
    symlinkSync('/bin/true', join(bare, 'apt-get'));
    const error = await failing(['run'], { env: { PATH: bare } });
    expect(error.remedy).toContain('apt-get install adb');
    expect(error.remedy).toContain('phonehome audit sample');
    expect((await failing(['run', '--twin', TWIN], { env: { PATH: bare } })).message).toContain('adb');
  });
});

describe.skipIf(lacks('adb'))('what adb has to say', () => {
  it('refuses a server of another version, without ending it', async () => {
    const asked: string[] = [];
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (data) => {
        asked.push(data.toString('latin1'));
        socket.end('OKAY00040020');
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const error = await failing(['devices', '--adb-server', String(port)]);
    server.close();
    expect(error.message).toContain('another version of adb');
    expect(error.message).toContain('32');
    expect(asked).toEqual(['000chost:version']);
  });

  it('refuses a named server that does not answer, and starts none there', async () => {
    const port = await freePort();
    for (const command of ['devices', 'doctor', 'run']) {
      const run = await runCli([command, '--adb-server', String(port)], folder.path);
      expect(run.code, command).toBe(3);
      expect(run.stdout + run.stderr).toContain(`no adb server answers at 127.0.0.1:${String(port)}`);
    }
    expect(await isServed(port)).toBe(false);
  });

  it('ends a server that it started to look for a phone, and leaves one that ran before', async () => {
    const own = await freePort();
    const env = { ANDROID_ADB_SERVER_PORT: String(own), ADB_MDNS: '0' };
    expect((await runCli(['devices', '--json'], folder.path, { env })).code).toBe(0);
    expect(await isServed(own)).toBe(false);
    await runCli(['doctor'], folder.path, { env });
    expect(await isServed(own)).toBe(false);
    const refused = await failing(['run', '--handset', 'redmi-note-12'], { env });
    expect(refused.code).toBe('no-handset');
    expect(refused.message).toContain('redmi-note-12');
    expect(refused.remedy).toContain('phonehome devices');
    expect(existsSync(join(folder.path, 'captures'))).toBe(false);
    expect(await isServed(own)).toBe(false);
    await using adb = await startAdb();
    const there = { ANDROID_ADB_SERVER_PORT: String(adb.port) };
    expect((await runCli(['devices'], folder.path, { env: there })).code).toBe(0);
    expect(await isServed(adb.port)).toBe(true);
  });

  it('says that nothing of that name is attached, and leaves no capture', async () => {
    await using adb = await startAdb();
    const error = await failing(['collect', '--device', 'nobody', '--adb-server', String(adb.port)]);
    expect(error.code).toBe('no-handset');
    expect(JSON.stringify(error)).not.toContain('nobody');
    expect(existsSync(join(folder.path, 'captures'))).toBe(false);
  });

  it('names the driver where it is not installed', async () => {
    const root = dirname(dirname(import.meta.dirname));
    const copy = join(folder.path, 'copy');
    mkdirSync(join(copy, 'node_modules'), { recursive: true });
    for (const name of readdirSync(join(root, 'node_modules')))
      if (name !== 'appium-uiautomator2-driver')
        symlinkSync(join(root, 'node_modules', name), join(copy, 'node_modules', name));
    for (const name of ['dist', 'devices', 'package.json'])
      cpSync(join(root, name), join(copy, name), { recursive: true });
    await using adb = await startAdb();
    const run = await runCli(['doctor', '--json', '--adb-server', String(adb.port)], folder.path, {
      cli: join(copy, 'dist', 'cli.js'),
    });
    expect(run.code).toBe(3);
    expect(run.stdout).toContain('the UiAutomator2 driver is not installed');
    expect(run.stdout).toContain('npm ci');
  });
});
