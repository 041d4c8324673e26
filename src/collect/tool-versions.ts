import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';

const PACKAGES = ['appium', 'appium-uiautomator2-driver', 'mockttp', 'webdriverio'];

const versionOf = async (name: string): Promise<string> => {
  try {
    const path = createRequire(import.meta.url).resolve(`${name}/package.json`);
    const manifest: unknown = JSON.parse(await readFile(path, 'utf8'));
    const version =
      typeof manifest === 'object' && manifest !== null && 'version' in manifest && manifest.version;
    return typeof version === 'string' ? version : 'unknown';
  } catch {
    return 'unknown';
  }
};

/** Name → version of the tools that take part in collecting. */
export const toolVersions = async (adbVersion: string): Promise<Record<string, string>> => {
  const versions: Record<string, string> = { node: process.versions.node, adb: adbVersion };
  for (const name of PACKAGES) versions[name] = await versionOf(name);
  return versions;
};
