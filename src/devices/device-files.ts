import { fileURLToPath } from 'node:url';

/** The path of a file or folder in the shipped `devices` folder; the same from sources and from `dist`. */
export const deviceFile = (...names: readonly string[]): string =>
  fileURLToPath(new URL(['../../devices', ...names.map(encodeURIComponent)].join('/'), import.meta.url));
