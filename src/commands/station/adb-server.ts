import { Failure } from '#model/failure';
import type { AdbSettings } from '#collect/handset/adb';

/** The port that adb itself would take: that of its own variable, else its usual one. */
const usualServer = (): AdbSettings => {
  const text = process.env['ANDROID_ADB_SERVER_PORT'] ?? '';
  const port = /^\d{1,5}$/u.test(text) ? Number(text) : 0;
  return port > 0 && port < 65_536 ? { port } : {};
};

/**
 * The adb server that an option such as `127.0.0.1:5038` or `5038` names; without one the usual.
 * @throws Failure `usage`
 */
export const adbServerFrom = (text: string | undefined): AdbSettings => {
  if (text === undefined) return usualServer();
  const parts = /^(?:([\w.-]+|\[[0-9a-fA-F:]+\]):)?(\d{1,5})$/u.exec(text);
  const port = Number(parts?.[2] ?? 0);
  if (parts === null || port < 1 || port > 65_535)
    throw new Failure('usage', '--adb-server: HOST:PORT is expected', {
      remedy: 'give a host and a port such as 127.0.0.1:5037',
    });
  return {
    port,
    isNamed: true,
    ...(parts[1] === undefined ? {} : { host: parts[1].replace(/^\[|\]$/gu, '') }),
  };
};
