import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/**
 * True when a test may skip itself for want of a program: it is on no path, and this is not CI, which installs all of
 * them (.ci/run) and so runs the test and lets it fail. Use: `it.skipIf(lacks('protoc'))`.
 */
export const lacks = (program: string): boolean =>
  process.env['PHONEHOME_CI'] === undefined &&
  !(process.env['PATH'] ?? '').split(delimiter).some((folder) => isProgram(join(folder, program)));
