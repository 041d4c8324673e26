import { remote } from 'webdriverio';
import { Failure } from '#model/failure';
import type { Backend } from './backend.ts';
import { queryOf } from './locate.ts';

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
/** A person may take this long over what only a person can do. */
const IDLE_SECONDS = 3600;

/** Which handset, through which Appium and which adb server. */
export type SessionOptions = {
  readonly appium: { readonly host: string; readonly port: number };
  readonly serial: string;
  readonly adbPort: number;
};

type Browser = Awaited<ReturnType<typeof remote>>;

const openSession = ({ appium, serial, adbPort }: SessionOptions): Promise<Browser> =>
  remote({
    hostname: appium.host,
    port: appium.port,
    path: '/',
    logLevel: 'silent',
    connectionRetryCount: 0,
    connectionRetryTimeout: 120_000,
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

const sessionFailure = (cause: unknown): Failure => {
  const words = cause instanceof Error ? cause.message : '';
  const remedy =
    REMEDIES.find(([sign]) => sign.test(words))?.[1] ?? 'read the log of Appium in the capture folder';
  return new Failure('handset-refused', 'no Appium session with the handset', { remedy, cause });
};

const isMissing = (fault: unknown): boolean =>
  fault instanceof Error &&
  /no such element|NoSuchElement|stale element/i.test(`${fault.name} ${fault.message}`);

/** Wraps calls of the session: what fails is the handset being gone, in words without a serial. */
const ask = async <Value>(call: Promise<Value>): Promise<Value> => {
  try {
    return await call;
  } catch (cause) {
    if (isMissing(cause)) throw cause;
    throw new Failure('handset-lost', 'the handset no longer answers to Appium', {
      remedy: 'replug it and run `phonehome restore`',
      cause,
    });
  }
};

const scrollOn = async (browser: Browser): Promise<boolean> => {
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
  const browser = await openSession(options).catch((cause: unknown) => {
    throw sessionFailure(cause);
  });
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
    scrollOn: () => scrollOn(browser),
    back: () => ask(browser.back()),
    tree: () => ask(browser.getPageSource()),
    screenshot: async () => Buffer.from(await ask(browser.takeScreenshot()), 'base64'),
    [Symbol.asyncDispose]: async () => {
      await browser.deleteSession({ shutdownDriver: false }).catch(() => undefined);
    },
  };
};
