import { connect } from 'node:net';
import { Failure } from '#model/failure';

/** An eye on an adb server; disposing it closes the eye. */
export type WatchedServer = Disposable & {
  /** Aborted when the server ends, even if the next call of adb starts another. */
  readonly ended: AbortSignal;
};

/** Stays connected for as long as the server runs (adb, SERVICES.TXT: host:track-devices). */
const TRACK = '0012host:track-devices';

/** Watches the server on a port until disposed; one that cannot be reached now is never said to have ended. */
export const watchServer = (host: string, port: number): WatchedServer => {
  const socket = connect({ host, port });
  let wasReached = false;
  const ended = new AbortController();
  socket.unref();
  socket.on('error', () => undefined);
  socket.on('data', () => {
    wasReached = true;
  });
  socket.once('connect', () => socket.write(TRACK));
  socket.once('close', () => {
    if (wasReached) ended.abort();
  });
  return {
    ended: ended.signal,
    [Symbol.dispose]: () => {
      socket.removeAllListeners('close').destroy();
    },
  };
};

/** Says that the server has ended, and who ends one. */
export const serverLost = (): Failure =>
  new Failure('environment', 'the adb server ended during the run', {
    remedy:
      'another program may have ended it (`adb kill-server`, an IDE, another adb): run again without it',
  });
