/** Room for a few bytes that are looked at and let go. */
export type Scratch = {
  readonly bytes: Buffer;
  /** The first so many of them, as many as there are at the most; no new view is made. */
  readonly first: (byteLength: number) => Buffer;
};

/** Makes room for so many bytes. A view costs more than what is mostly done with it, so that there is one for each length. */
export const makeScratch = (byteLength: number): Scratch => {
  const bytes = Buffer.alloc(byteLength);
  const views = Array.from({ length: byteLength + 1 }, (_, length) => bytes.subarray(0, length));
  return { bytes, first: (length) => views[length] ?? bytes };
};
