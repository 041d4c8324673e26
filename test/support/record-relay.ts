import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { segment } from './make-pcap.ts';

const SEGMENT_BYTES = 1400;
const CLIENT = '192.168.7.5';

/** A relay on loopback that writes down what passes as the frames of a phone that speaks to 192.0.2.7. */
export type Relay = AsyncDisposable & {
  readonly port: number;
  readonly frames: Buffer[];
  /** Frames as they would be in a capture that began by now: waits until all connections have ended. */
  readonly settled: () => Promise<readonly Buffer[]>;
};

/** Starts a relay to a local port; `servedOn` is the port that the frames name. */
export const recordRelay = async (target: number, servedOn = 443): Promise<Relay> => {
  const frames: Buffer[] = [];
  const open = new Set<Promise<unknown>>();
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    const [from, to] = [`${CLIENT}:${client.remotePort}`, `192.0.2.7:${servedOn}`];
    const next = { out: 1000, in: 5000 };
    const write = (isIn: boolean, payload: Buffer, flags = 'PA'): void => {
      const ends = isIn ? { from: to, to: from } : { from, to };
      const [seq, ack] = isIn ? [next.in, next.out] : [next.out, next.in];
      frames.push(segment({ ...ends, seq, ack, flags, payload }));
      next[isIn ? 'in' : 'out'] += payload.length + (flags.includes('F') ? 1 : 0);
    };
    frames.push(segment({ from, to, seq: 999, ack: null, flags: 'S' }));
    frames.push(segment({ from: to, to: from, seq: 4999, ack: 1000, flags: 'SA' }));
    const pass = (isIn: boolean) => (chunk: Buffer) => {
      for (let at = 0; at < chunk.length; at += SEGMENT_BYTES)
        write(isIn, chunk.subarray(at, at + SEGMENT_BYTES));
    };
    client.on('data', pass(false)).on('error', () => upstream.destroy());
    upstream.on('data', pass(true)).on('error', () => client.destroy());
    client.on('end', () => write(false, Buffer.alloc(0), 'FA'));
    upstream.on('end', () => write(true, Buffer.alloc(0), 'FA'));
    client.pipe(upstream).pipe(client);
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
    open.add(new Promise((resolve) => client.once('close', resolve)));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    frames,
    settled: async () => {
      await Promise.all(open);
      return frames;
    },
    [Symbol.asyncDispose]: async () => {
      server.close();
      await Promise.all(open);
    },
  };
};
