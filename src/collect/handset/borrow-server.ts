import { connect } from 'node:net';
import { type AdbSettings, openAdb } from './adb.ts';

/** An adb server that is used for a while. Disposing it ends the server, if nobody listened there before. */
export type BorrowedServer = AsyncDisposable & {
  /** Leaves the server running. */
  readonly keep: () => void;
};

const CONNECT_MS = 2000;
const END_MS = 5000;
const ATTEMPTS = 3;

/** Whether anybody listens; true also where that cannot be told, so that no other's server is ever ended. */
const isServed = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port });
    const done = (served: boolean): void => {
      socket.destroy();
      resolve(served);
    };
    socket.setTimeout(CONNECT_MS, () => {
      done(true);
    });
    socket.once('connect', () => {
      done(true);
    });
    socket.once('error', (error) => {
      done(!('code' in error && error.code === 'ECONNREFUSED'));
    });
  });

/** Looks whether a server runs before anything may start one, as every call of adb does. */
export const borrowServer = async (settings: AdbSettings): Promise<BorrowedServer> => {
  const { host = '127.0.0.1', port = 5037 } = settings;
  let isKept = await isServed(host, port);
  return {
    keep: () => {
      isKept = true;
    },
    [Symbol.asyncDispose]: async () => {
      // A server that has only just started may leave the first request to end unanswered.
      for (let attempt = 0; attempt < ATTEMPTS && !isKept && (await isServed(host, port)); attempt++)
        await openAdb(settings)
          .then((adb) => adb.run(['kill-server'], { timeoutMs: END_MS }))
          .catch(() => undefined);
    },
  };
};
