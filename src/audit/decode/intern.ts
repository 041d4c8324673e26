const SAMPLE_BYTES = 32;
const BUCKET = 8;

// FNV-1a over the length and three samples; equality is always checked byte by byte.
const sampleHash = (bytes: Uint8Array): number => {
  const { length } = bytes;
  let hash = 0x811c9dc5 ^ length;
  const mix = (from: number): void => {
    const end = Math.min(length, from + SAMPLE_BYTES);
    for (let at = Math.max(0, from); at < end; at++)
      hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  };
  mix(0);
  if (length > SAMPLE_BYTES) mix(Math.max(SAMPLE_BYTES, length - SAMPLE_BYTES));
  if (length > 3 * SAMPLE_BYTES) mix(length >> 1);
  return hash;
};

/** Things filed under the content of bytes. */
export type Intern<T> = {
  /** What was filed under equal bytes; `fresh` is filed where nothing was. */
  readonly find: (bytes: Buffer, fresh: () => T) => T;
};

/** An empty file. Of many contents that differ only between the samples, a few are remembered. */
export const makeIntern = <T>(): Intern<T> => {
  const buckets = new Map<number, { readonly bytes: Buffer; readonly value: T }[]>();
  return {
    find: (bytes, fresh) => {
      const hash = sampleHash(bytes);
      const bucket = buckets.get(hash) ?? [];
      const known = bucket.find((entry) => entry.bytes.equals(bytes));
      if (known !== undefined) return known.value;
      const value = fresh();
      if (bucket.length === 0) buckets.set(hash, bucket);
      if (bucket.length < BUCKET) bucket.push({ bytes, value });
      return value;
    },
  };
};
