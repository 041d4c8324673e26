import type { Undo } from './undo.ts';
import { inflate } from './inflate.ts';

const HEADER_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;

/** One entry of a zip archive from its local header on (APPNOTE.TXT §4.3.7), stored or deflated. */
export const unzip: Undo = (taken, scene) => {
  if (taken.length < HEADER_BYTES || taken.readUInt32LE(0) !== 0x04034b50) return null;
  const start = HEADER_BYTES + taken.readUInt16LE(26) + taken.readUInt16LE(28);
  const method = taken.readUInt16LE(8);
  if (start > taken.length) return null;
  if (method === STORED) return taken.subarray(start);
  return method === DEFLATED ? inflate(taken.subarray(start), scene) : null;
};
