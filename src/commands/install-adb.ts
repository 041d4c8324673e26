import { spawn } from 'node:child_process';
import { adbMissing, isOnPath } from '#collect/handset/adb-missing';
import { Failure } from '#model/failure';
import type { Console } from './console.ts';

const INSTALL_MS = 300_000;

/** Runs apt-get without questions, its words on stderr; gives whether it went well. */
const aptGet = (...args: readonly string[]): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn('apt-get', ['-qq', ...args], {
      stdio: ['ignore', 2, 2],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      timeout: INSTALL_MS,
    });
    child.once('error', () => {
      resolve(false);
    });
    child.once('close', (code) => {
      resolve(code === 0);
    });
  });

/**
 * Installs adb with apt-get where it is missing and this user may.
 * @throws Failure `environment` with the line for this platform
 */
export const installAdb = async (console: Console): Promise<void> => {
  if (isOnPath('adb')) return;
  if (!isOnPath('apt-get') || process.getuid?.() !== 0) throw adbMissing();
  console.note('installing adb with apt-get');
  const done =
    (await aptGet('update')) && (await aptGet('install', '--yes', '--no-install-recommends', 'adb'));
  if (done && isOnPath('adb')) return;
  throw new Failure('environment', 'apt-get could not install adb', {
    remedy: `read what it says above\n  ${adbMissing().remedy ?? ''}`,
  });
};
