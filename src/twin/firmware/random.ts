import { createHash } from 'node:crypto';

/** Bytes that look random and are the same for the same seed, one row after the other. */
export const createRandom = (seed: string): ((byteLength: number) => Buffer) => {
  let count = 0;
  return (byteLength) => {
    const blocks: Buffer[] = [];
    for (let have = 0; have < byteLength; have += 32)
      blocks.push(
        createHash('sha256')
          .update(`${seed} ${String(count++)}`)
          .digest(),
      );
    return Buffer.concat(blocks).subarray(0, byteLength);
  };
};
