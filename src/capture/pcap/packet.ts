/** One captured frame. `bytes` is a view that is valid until the next batch is asked for. */
export type Packet = {
  /** 1-based, as Wireshark numbers frames. */
  readonly number: number;
  /** ms since the epoch; null where the file does not say. */
  readonly atMs: number | null;
  /** LINKTYPE_ number of tcpdump.org. */
  readonly linkType: number;
  readonly bytes: Buffer;
};

/** What stands at one place of a capture file. */
export type Step =
  | { readonly kind: 'packet'; readonly packet: Packet; readonly byteLength: number }
  /** A header, or a block without a packet. */
  | { readonly kind: 'other'; readonly byteLength: number }
  | { readonly kind: 'short' }
  | { readonly kind: 'broken'; readonly why: string };

/** Reads what stands at a place of the bytes at hand. Mutable inside: headers shape what follows. Never throws. */
export type StepReader = (bytes: Buffer, at: number) => Step;

/** No packet and no block is larger than this; a length beyond it is a broken file. */
export const RECORD_BYTES = 16 << 20;

/** Nothing more can be told before more bytes come. */
export const SHORT: Step = { kind: 'short' };
