import type { Decoded } from './decode-frame.ts';

const PORTS = 200;
const HANDSHAKE = 22;
const CLIENT_HELLO = 1;

/** Ports to which a ClientHello was sent, as far as a first look at all packets tells. */
export type TlsPorts = { readonly take: (decoded: Decoded) => void; readonly list: () => readonly number[] };

/** Starts looking for ClientHellos. */
export const startTlsPorts = (): TlsPorts => {
  const ports = new Set<number>();
  return {
    take: (decoded) => {
      if (decoded.kind !== 'tcp' || ports.size >= PORTS) return;
      const [type, major, , , , message] = decoded.payload;
      if (type === HANDSHAKE && major === 3 && message === CLIENT_HELLO) ports.add(decoded.target.port);
    },
    list: () => [...ports],
  };
};
