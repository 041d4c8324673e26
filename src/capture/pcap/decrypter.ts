/** Gives what stood encrypted in the packets of a capture file. */
export type Decrypter = AsyncDisposable & {
  /** The plain bytes that became known with a packet; asked for in the order of the packets. Null for none. */
  readonly plainOf: (packetNumber: number) => Promise<Buffer | null>;
};
