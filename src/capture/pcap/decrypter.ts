import type { Endpoint } from './decode-frame.ts';

/** Plain bytes of one packet, and the ports that it was said to go from and to. */
export type Plain = {
  readonly bytes: Buffer;
  readonly from: Endpoint['port'];
  readonly to: Endpoint['port'];
};

/** Gives what stood encrypted in the packets of a capture file. */
export type Decrypter = AsyncDisposable & {
  /** What became known with a packet; asked for in the order of the packets. Null for nothing. */
  readonly plainOf: (packetNumber: number) => Promise<Plain | null>;
};
