import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Failure } from '#model/failure';

/** Package manager → the line that installs adb with it; the first whose program is there is named. */
const LINES: readonly (readonly [string, string])[] = [
  ['apt-get', 'sudo apt-get install adb'],
  ['dnf', 'sudo dnf install android-tools'],
  ['pacman', 'sudo pacman -S android-tools'],
  ['zypper', 'sudo zypper install android-tools'],
  ['brew', 'brew install --cask android-platform-tools'],
  ['winget.exe', 'winget install Google.PlatformTools'],
];
const ELSEWHERE =
  'install the SDK Platform-Tools of https://developer.android.com/tools/releases/platform-tools';

/** Whether a program is on the PATH. */
export const isOnPath = (program: string): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

/** adb is not there: how to get it on this platform, and what can be done without it. */
export const adbMissing = (cause?: unknown): Failure => {
  const line = LINES.find(([manager]) => isOnPath(manager))?.[1] ?? ELSEWHERE;
  return new Failure('environment', 'adb was not found', {
    remedy: `install it: ${line}\n  without a phone and without adb: phonehome audit sample`,
    cause,
  });
};
