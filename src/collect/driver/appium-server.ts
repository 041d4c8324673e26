import { createRequire } from 'node:module';
import { access, chmod, constants, realpath } from 'node:fs/promises';
import { basename, delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { Failure } from '#model/failure';
import { freePort } from '../free-port.ts';

/** A running Appium on loopback. */
export type AppiumServer = AsyncDisposable & { readonly host: string; readonly port: number };

/** The part of Appium that is used. Its own types do not compile under our settings, hence a name in a variable. */
type AppiumModule = {
  readonly main: (args: Readonly<Record<string, unknown>>) => Promise<{ close(): Promise<void> }>;
};
const APPIUM: string = 'appium';
const DRIVER = 'appium-uiautomator2-driver';
const START_MS = 30_000;

/** The folder above the node_modules that holds the driver: Appium looks for drivers there and nowhere else. */
const appiumHome = async (): Promise<string> => {
  let manifest: string;
  try {
    manifest = createRequire(import.meta.url).resolve(`${DRIVER}/package.json`);
  } catch (cause) {
    throw new Failure('environment', 'the UiAutomator2 driver is not installed', {
      remedy: 'run `npm ci` in the folder of phonehome',
      cause,
    });
  }
  const modules = dirname(dirname(manifest));
  await access(modules, constants.W_OK).catch((cause: unknown) => {
    throw new Failure('environment', 'Appium cannot write its cache beside its driver', {
      place: { file: join(modules, '.cache') },
      remedy: 'install phonehome in a folder of your own, or name a running Appium with --appium URL',
      cause,
    });
  });
  return dirname(modules);
};

/** The SDK that an adb belongs to, `<sdk>/platform-tools/adb`; links are followed. Null for one that stands alone. */
const sdkOf = async (program: string): Promise<string | null> => {
  const folders = program.includes('/') ? [''] : (process.env['PATH'] ?? '').split(delimiter);
  for (const folder of folders) {
    const path = await realpath(join(folder, program)).catch(() => null);
    if (path !== null && basename(dirname(path)) === 'platform-tools') return dirname(dirname(path));
  }
  return null;
};

/** Appium takes the SDK from the environment alone. @throws Failure `environment`. */
const nameSdk = async (adbProgram: string): Promise<void> => {
  if ((process.env['ANDROID_HOME'] ?? process.env['ANDROID_SDK_ROOT']) !== undefined) return;
  const sdk = await sdkOf(adbProgram);
  if (sdk === null)
    throw new Failure('environment', 'the Android SDK was not found', {
      remedy: 'set ANDROID_HOME to the folder that holds platform-tools/adb, such as /usr/lib/android-sdk',
    });
  process.env['ANDROID_HOME'] = sdk;
};

const logSchema = z.object({ level: z.string() });

/** Appium's logger writes to stderr until `main` has set up its log (@appium/support 7, lib/logging.js). */
const silenceBeginning = (): void => {
  const log: unknown = Reflect.get(globalThis, '_global_npmlog');
  if (logSchema.safeParse(log).success) Object.assign(log as object, { level: 'silent' });
};

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const CLOSE_MS = 5000;
/** The longest that a timer of Node takes, ms. */
const NEVER_MS = 2_147_483_647;

/**
 * Runs `start` and takes away the signal handlers that it left: Appium ends the whole process on Ctrl-C with code 0,
 * before the handset is put back (appium 3.8.0, lib/bootstrap/appium-main-runner.js).
 */
const withoutItsSignals = async <Value>(start: () => Promise<Value>): Promise<Value> => {
  const before = new Set(SIGNALS.flatMap((signal) => process.listeners(signal)));
  try {
    return await start();
  } finally {
    for (const signal of SIGNALS)
      for (const listener of process.listeners(signal))
        if (!before.has(listener)) process.removeListener(signal, listener);
  }
};

/** What Appium needs of this computer: an SDK and a driver beside which it may write. @throws Failure `environment` */
export const checkAppium = async (adbProgram: string): Promise<void> => {
  await nameSdk(adbProgram);
  await appiumHome();
};

/**
 * Starts Appium inside this process on a free port, with nothing but UiAutomator2, on the SDK of the environment or
 * else of the adb named.
 * @throws Failure `environment`.
 */
export const startAppium = async (logFile: string, adbProgram: string): Promise<AppiumServer> => {
  await nameSdk(adbProgram);
  const home = await appiumHome();
  const { main } = (await import(APPIUM)) as AppiumModule;
  silenceBeginning();
  const port = await freePort();
  const starting = withoutItsSignals(() =>
    main({
      port,
      address: '127.0.0.1',
      appiumHome: home,
      // Console and file; Winston lets nothing pass at a level that it does not know.
      loglevel: 'none:info',
      log: logFile,
      logNoColors: true,
      useDrivers: ['uiautomator2'],
      // When it runs out, Appium ends the whole process (@appium/base-driver 10, lib/express/server.js).
      shutdownTimeout: NEVER_MS,
    }),
  );
  const late = new Promise<never>((_resolve, reject) => {
    setTimeout(reject, START_MS, new Error('Appium did not start in time')).unref();
  });
  const server = await Promise.race([starting, late]).catch((cause: unknown) => {
    throw new Failure('environment', 'Appium did not start', {
      place: { file: logFile },
      remedy: 'read the log named, run `npm ci` again, or name a running Appium with --appium URL',
      cause,
    });
  });
  // Its log repeats what is typed on the handset.
  await chmod(logFile, 0o600);
  return {
    host: '127.0.0.1',
    port,
    [Symbol.asyncDispose]: async () => {
      await Promise.race([server.close(), sleep(CLOSE_MS, undefined, { ref: false })]);
    },
  };
};
