import { fileURLToPath } from 'node:url';

/** The folder of the capture that is shipped with phonehome. */
export const samplePath = (): string =>
  fileURLToPath(new URL('../../devices/sample-capture', import.meta.url));
