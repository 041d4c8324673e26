import type { Store } from '#audit/store';

/** A store that keeps all in memory. */
export const memoryStore = (): Store => {
  const parts: Uint8Array[] = [];
  return {
    append: (bytes) => void parts.push(bytes),
    read: (offset, byteLength) => Buffer.concat(parts).subarray(offset, offset + byteLength),
  };
};
