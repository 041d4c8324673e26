import type { FileSource } from '#capture/file-source';

/** A file that stands in memory. */
export const memorySource = (content: Uint8Array, chunkBytes = 1 << 16): FileSource => ({
  path: 'memory',
  name: 'memory',
  byteLength: content.length,
  chunks: async function* () {
    for (let at = 0; at < content.length; at += chunkBytes)
      yield Buffer.from(content.subarray(at, at + chunkBytes));
  },
  readBytes: () => content.length,
  sha256: () => null,
});
