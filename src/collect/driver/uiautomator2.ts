import { setTimeout as sleep } from 'node:timers/promises';
import { remote } from 'webdriverio';
import { Failure } from '#model/failure';
import { addressText, type AppiumAddress, appiumAnswers } from './appium-answers.ts';
import type { Backend } from './backend.ts';
import { queryOf } from './locate.ts';

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
/** A person may take this long over what only a person can do. */
const IDLE_SECONDS = 3600;
const END_MS = 5000;

/** Which handset, through which Appium and which adb server. */
export type SessionOptions = {
  readonly appium: AppiumAddress;
  /** Started by this process, its log in the capture folder; false: its operator's. */
  readonly isOwnAppium: boolean;
  readonly serial: string;
  readonly adbPort: number;
  /** Ends the waiting for an answer: Appium may take minutes to see that a handset is gone. */
  readonly signal?: AbortSignal;
};

type Browser = Awaited<ReturnType<typeof remote>>;

const openSession = ({ appium, serial, adbPort }: SessionOptions, stop: AbortSignal): Promise<Browser> =>
  remote({
    hostname: appium.host,
    port: appium.port,
    path: '/',
    logLevel: 'silent',
    connectionRetryCount: 0,
    connectionRetryTimeout: 120_000,
    transformRequest: (request) => ({
      ...request,
      signal: AbortSignal.any([...(request.signal ? [request.signal] : []), stop]),
    }),
    capabilities: {
      platformName: 'Android',
      'appium:automationName': 'UiAutomator2',
      'appium:udid': serial,
      'appium:adbPort': adbPort,
      'appium:noReset': true,
      'appium:newCommandTimeout': IDLE_SECONDS,
      'appium:ignoreHiddenApiPolicyError': true,
    },
  });

const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [/INSTALL_FAILED_USER_RESTRICTED|INSTALL_CANCELED/, 'switch on "Install via USB" and accept each installation on the screen'],
  [/WRITE_SECURE_SETTINGS|hidden_api_policy|INJECT_EVENTS/, 'switch on "USB debugging (Security settings)" and reboot the handset'],
  [/ANDROID_HOME|ANDROID_SDK_ROOT/, 'set ANDROID_HOME to the SDK that adb belongs to, such as /usr/lib/android-sdk'],
  [/Android 8\.0|UIAutomator2 only supports/, 'this handset is too old for the driver'],
]; // prettier-ignore

/** The Appium of its operator that does not answer; null where it does. */
const appiumGone = async (
  { appium, isOwnAppium }: SessionOptions,
  cause: unknown,
): Promise<Failure | null> => {
  if (isOwnAppium || (await appiumAnswers(appium))) return null;
  return new Failure('environment', `no Appium answers at ${addressText(appium)}`, {
    remedy: 'start it again and read its log there, or leave --appium out',
    cause,
  });
};

const sessionFailure = async (options: SessionOptions, cause: unknown): Promise<Failure> => {
  const gone = await appiumGone(options, cause);
  if (gone !== null) return gone;
  const words = cause instanceof Error ? cause.message : '';
  const log = options.isOwnAppium
    ? 'read appium.log in the capture folder'
    : `read the log of the Appium at ${addressText(options.appium)}`;
  const remedy = REMEDIES.find(([sign]) => sign.test(words))?.[1] ?? log;
  return new Failure('handset-refused', 'no Appium session with the handset', { remedy, cause });
};

const isMissing = (fault: unknown): boolean =>
  fault instanceof Error &&
  /no such element|NoSuchElement|stale element/i.test(`${fault.name} ${fault.message}`);

/** A call, or the interruption, whichever comes first. */
const orAborted = async <Value>(call: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> => {
  if (signal === undefined) return call;
  let onAbort = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => {
      reject(new Failure('interrupted', 'interrupted while talking to the handset'));
    };
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
  });
  try {
    return await Promise.race([call, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
};

type Ask = <Value>(call: Promise<Value>) => Promise<Value>;

/** Wraps calls of the session: what fails is the handset or Appium being gone, in words without a serial. */
const askOf =
  (options: SessionOptions): Ask =>
  async (call) => {
    try {
      return await orAborted(call, options.signal);
    } catch (cause) {
      if (isMissing(cause) || cause instanceof Failure) throw cause;
      const lost = new Failure('handset-lost', 'the handset no longer answers to Appium', {
        remedy: 'replug it and run `phonehome restore`',
        cause,
      });
      throw (await appiumGone(options, cause)) ?? lost;
    }
  };

const scrollOn = async (browser: Browser, ask: Ask): Promise<boolean> => {
  const { width, height } = await ask(browser.getWindowSize());
  const area = { left: width * 0.1, top: height * 0.25, width: width * 0.8, height: height * 0.5 };
  const more: unknown = await ask(
    browser.execute('mobile: scrollGesture', { ...area, direction: 'down', percent: 0.9 }),
  );
  return more === true;
};

/**
 * Opens a session of the UiAutomator2 driver (Android 8 and later), without any of its shortcuts.
 * @throws Failure `handset-refused` with what to switch on.
 */
export const openUiAutomator2 = async (options: SessionOptions): Promise<Backend> => {
  const stop = new AbortController();
  const browser = await openSession(options, stop.signal).catch(async (cause: unknown) => {
    throw await sessionFailure(options, cause);
  });
  const ask = askOf(options);
  return {
    start: async (component) => {
      try {
        await browser.execute('mobile: startActivity', { component, wait: true });
        return true;
      } catch {
        return false;
      }
    },
    find: async (locator) => {
      const { using, value } = queryOf(locator);
      const found: unknown = await ask(browser.findElement(using, value));
      const id = typeof found === 'object' && found !== null ? Object.entries(found) : [];
      return String(id.find(([key]) => key === ELEMENT)?.[1] ?? '') || null;
    },
    tap: (element) => ask(browser.elementClick(element)),
    type: async (element, text) => {
      await ask(browser.elementClear(element));
      await ask(browser.elementSendKeys(element, text));
    },
    isChecked: async (element) => (await ask(browser.getElementAttribute(element, 'checked'))) === 'true',
    scrollOn: () => scrollOn(browser, ask),
    back: () => ask(browser.back()),
    tree: () => ask(browser.getPageSource()),
    screenshot: async () => Buffer.from(await ask(browser.takeScreenshot()), 'base64'),
    [Symbol.asyncDispose]: async () => {
      const ended = browser.deleteSession({ shutdownDriver: false }).catch(() => undefined);
      // Of a handset that is gone Appium waits for minutes, and what is to be put back waits behind it.
      await Promise.race([ended, sleep(END_MS, undefined, { ref: false })]);
      stop.abort();
    },
  };
};
