import { connect, type Socket } from 'node:net';
import { LOOPBACK } from './loopback.ts';

/** Opens a TCP connection that survives a half-close. @throws the socket's error. */
export const dial = (ip: string, port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host: ip, port, allowHalfOpen: true, noDelay: true });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });

const headEnd = (socket: Socket): Promise<string> =>
  new Promise((resolve, reject) => {
    let seen = '';
    const onData = (chunk: Buffer): void => {
      seen += chunk.toString('latin1');
      if (!seen.includes('\r\n\r\n')) return;
      socket.pause().off('data', onData).off('close', onClose);
      resolve(seen);
    };
    const onClose = (): void => {
      reject(new Error('the engine closed the tunnel'));
    };
    socket.on('data', onData).once('close', onClose);
  });

/**
 * A tunnel through mockttp: its requests come back in mockttp's events with the tag `socket-metadata:<conn>`
 * (mockttp util/socket-metadata.ts).
 */
export const openTunnel = async (enginePort: number, conn: string, target: string): Promise<Socket> => {
  const socket = await dial(LOOPBACK, enginePort);
  socket.on('error', () => undefined);
  const credentials = Buffer.from(`metadata:${JSON.stringify({ tags: [conn] })}`).toString('base64');
  const head = `CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\nProxy-Authorization: Basic ${credentials}\r\n\r\n`;
  const answered = headEnd(socket);
  socket.write(head);
  await answered;
  return socket;
};

/** Passes bytes both ways, with half-closes and resets, until both sides are closed. Never throws. */
export const relay = (client: Socket, other: Socket, head: Buffer): Promise<void> =>
  new Promise((resolve) => {
    let open = 2;
    const join = (from: Socket, to: Socket): void => {
      from.on('error', () => {
        to.resetAndDestroy();
      });
      const onClose = (): void => {
        if (!to.destroyed && !to.writableEnded) to.destroySoon();
        open -= 1;
        if (open === 0) resolve();
      };
      if (from.closed) onClose();
      else from.once('close', onClose);
      from.pipe(to);
    };
    if (head.length > 0) other.write(head);
    join(client, other);
    join(other, client);
  });
