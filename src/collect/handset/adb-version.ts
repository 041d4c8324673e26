import { connect } from 'node:net';

const ASK = '000chost:version';

/** The version of the adb server on a port (OKAY, length, four hex digits); null where none answers. */
export const serverVersion = (host: string, port: number): Promise<number | null> =>
  new Promise((resolve) => {
    const socket = connect({ host, port });
    let seen = '';
    const done = (): void => {
      socket.destroy();
      const version = /^OKAY0004([0-9a-f]{4})/.exec(seen)?.[1];
      resolve(version === undefined ? null : Number.parseInt(version, 16));
    };
    socket.setTimeout(2000, done);
    socket.once('error', done).once('close', done);
    socket.once('connect', () => socket.write(ASK));
    socket.on('data', (chunk) => {
      seen += chunk.toString('latin1');
      if (seen.length >= 12) done();
    });
  });

/** The version of the client: 41 of `Android Debug Bridge version 1.0.41`. */
export const clientVersion = (text: string): number | null => {
  const version = /Android Debug Bridge version \d+\.\d+\.(\d+)/.exec(text)?.[1];
  return version === undefined ? null : Number(version);
};
