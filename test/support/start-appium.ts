import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { remote } from 'webdriverio';
import type { Adb } from './start-adb.ts';

type AppiumServer = { readonly close: () => Promise<void> };

/** The real Appium with the real UiAutomator2 driver, in this process, on a free port. */
export type Appium = AsyncDisposable & {
  readonly port: number;
  /** A session with the handset at that address; `more` goes beside the capabilities that a run sets. */
  readonly session: (
    address: string,
    more?: Readonly<Record<string, unknown>>,
  ) => Promise<WebdriverIO.Browser>;
};

const projectRoot = dirname(dirname(dirname(createRequire(import.meta.url).resolve('appium/package.json'))));

/** Not a literal: the types that Appium ships are no modules, and nothing of them is needed. */
const APPIUM: string = 'appium';

const freePort = (): number => 40_000 + Math.floor(Math.random() * 20_000);

const restore = (environment: Readonly<Record<string, string | undefined>>): void => {
  for (const [name, value] of Object.entries(environment))
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
};

/** Starts Appium; its adb is the one given. Until it is disposed of, HOME, TMPDIR and APPIUM_HOME of this process are its own. */
export const startAppium = async (adb: Adb): Promise<Appium> => {
  process.env['ANDROID_HOME'] ??= '/usr/lib/android-sdk';
  const { APPIUM_HOME, HOME, TMPDIR } = process.env;
  Object.assign(process.env, { APPIUM_HOME: projectRoot, HOME: adb.home, TMPDIR: adb.home });
  const { main } = (await import(APPIUM)) as { readonly main: (options: object) => Promise<unknown> };
  const port = freePort();
  const server = (await main({
    port,
    address: '127.0.0.1',
    appiumHome: projectRoot,
    loglevel: 'error',
    log: join(adb.home, 'appium.log'),
    useDrivers: ['uiautomator2'],
    allowInsecure: ['uiautomator2:adb_shell'],
  })) as AppiumServer;
  return {
    port,
    session: (address, more = {}) =>
      remote({
        hostname: '127.0.0.1',
        port,
        logLevel: 'silent',
        capabilities: {
          platformName: 'Android',
          'appium:automationName': 'UiAutomator2',
          'appium:udid': address,
          'appium:adbPort': adb.port,
          'appium:noReset': true,
          'appium:newCommandTimeout': 300,
          ...more,
        },
      } as never),
    [Symbol.asyncDispose]: async () => {
      await server.close();
      restore({ APPIUM_HOME, HOME, TMPDIR });
    },
  };
};
