import { toBuffer } from '../../decode/buffer.ts';
import type { Found } from '../found.ts';

/** What stands before and behind some bytes, so many bytes at most on either side, in one character per byte. */
export const textBeside = (
  { layer, offset, length }: Found,
  most: number,
): readonly [before: string, behind: string] => {
  const bytes = toBuffer(layer.bytes);
  const end = offset + length;
  return [
    bytes.toString('latin1', Math.max(0, offset - most), offset),
    bytes.toString('latin1', end, end + most),
  ];
};

/** The object around a value, without the value, where its brackets stand so near; null where they do not. */
export const objectAround = (found: Found, most: number): string | null => {
  const [before, behind] = textBeside(found, most);
  const open = before.lastIndexOf('{');
  const close = behind.indexOf('}');
  return open === -1 || close === -1 ? null : before.slice(open) + behind.slice(0, close);
};
