/** Room for a few bytes that are looked at and let go. */
export type Scratch = {
  readonly bytes: Buffer;
  /** The first so many of them, as many as there are at the most; valid until they are written again. */
  readonly first: (byteLength: number) => Buffer;
};

/** Makes room for so many bytes. A view costs more than what is mostly done with it, so that one of each length is kept. */
export const makeScratch = (byteLength: number): Scratch => {
  const bytes = Buffer.alloc(byteLength);
  const views: Buffer[] = [];
  return { bytes, first: (length) => (views[length] ??= bytes.subarray(0, length)) };
};
