import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MODULES = fileURLToPath(new URL('../../node_modules/', import.meta.url));
const PLACES = ['appium-uiautomator2-driver/node_modules', '.'];

const FILES = {
  settings: 'io.appium.settings/apks/settings_apk-debug.apk',
  test: 'appium-uiautomator2-server/apks/appium-uiautomator2-server-debug-androidTest.apk',
} as const;

/** The bytes of a real APK that the UiAutomator2 driver brings along, wherever npm has put it. */
export const driverApk = (name: keyof typeof FILES): Buffer => {
  const path = PLACES.map((place) => join(MODULES, place, FILES[name])).find(existsSync);
  if (path === undefined) throw new Error(`the driver brings no ${FILES[name]}`);
  return readFileSync(path);
};
