import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as tlsConnect, type ConnectionOptions, type TLSSocket } from 'node:tls';

/** Reads from a socket until `enough` says so or it ends. */
export const readUntil = (socket: Socket, enough: (seen: Buffer) => boolean): Promise<Buffer> =>
  new Promise((resolve) => {
    let seen = Buffer.alloc(0);
    const done = (): void => {
      socket.off('data', onData).off('end', done).off('close', done);
      resolve(seen);
    };
    const onData = (chunk: Buffer): void => {
      seen = Buffer.concat([seen, chunk]);
      if (enough(seen)) done();
    };
    socket.on('data', onData).on('end', done).on('close', done);
  });

/** A TCP connection to the proxy. */
export const toProxy = async (port: number): Promise<Socket> => {
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: false });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
};

/** Goes through the proxy with CONNECT; gives the socket and the proxy's answer. */
export const viaConnect = async (
  port: number,
  target: string,
): Promise<{ socket: Socket; answer: string }> => {
  const socket = await toProxy(port);
  socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`);
  const answer = await readUntil(socket, (seen) => seen.includes('\r\n\r\n'));
  return { socket, answer: answer.toString('latin1').split('\r\n')[0] ?? '' };
};

/** TLS inside a connection. Resolves when the handshake is done, rejects with what ended it. */
export const secured = (socket: Socket, options: ConnectionOptions): Promise<TLSSocket> =>
  new Promise((resolve, reject) => {
    const tls = tlsConnect({ socket, ...options });
    tls.once('secureConnect', () => {
      tls.off('error', reject);
      tls.on('error', () => undefined);
      resolve(tls);
    });
    tls.once('error', reject);
    tls.once('close', () => {
      reject(new Error('closed'));
    });
  });

/** Sends one request and reads the answer to the end of the connection. */
export const exchange = async (socket: Socket, request: string | Buffer): Promise<string> => {
  const answer = readUntil(socket, () => false);
  socket.write(request);
  return (await answer).toString('latin1');
};
