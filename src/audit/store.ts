/**
 * Bytes put aside until they are asked for, in memory or elsewhere; what was put aside stays as it is. The bytes that
 * `read` gives are valid until the next call.
 */
export type Store = {
  readonly append: (bytes: Uint8Array) => void;
  readonly read: (offset: number, byteLength: number) => Uint8Array;
};

/** Opens an empty store; whoever gives this function closes them all. */
export type OpenStore = () => Store;
