import type { Child } from '../../layer.ts';
import type { Decoder, View } from '../decoder.ts';
import { isText, traitsOf } from '../traits.ts';
import { outlineOf, type Entry } from '../route/outline-pairs.ts';
import type { Outline } from '../route/outline.ts';

const BLOCK = 512;
const MAX_ENTRIES = 10_000;
const MAGIC_AT = 257;

const field = (bytes: Buffer, start: number, length: number): string => {
  const nul = bytes.indexOf(0, start);
  const end = nul === -1 || nul > start + length ? start + length : nul;
  return bytes.toString('utf8', start, end);
};

/** Whether a tar archive (POSIX ustar) begins here. */
export const isTar = (bytes: Buffer): boolean => bytes.length > MAGIC_AT && isHeader(bytes, 0);

const isHeader = (bytes: Buffer, at: number): boolean =>
  bytes.toString('latin1', at + MAGIC_AT, at + MAGIC_AT + 5) === 'ustar';

/** The files of a tar archive (POSIX ustar): their names and where their bytes stand; [] for any other bytes. */
const tarEntries = (bytes: Buffer): Entry[] => {
  const entries: Entry[] = [];
  for (let at = 0; at + BLOCK <= bytes.length && entries.length < MAX_ENTRIES;) {
    if (!isHeader(bytes, at)) break;
    const size = Number.parseInt(field(bytes, at + 124, 12).trim(), 8);
    const start = at + BLOCK;
    const end = Math.min(bytes.length, start + (Number.isSafeInteger(size) && size > 0 ? size : 0));
    entries.push({ name: field(bytes, at, 100), start, end });
    at = start + Math.ceil((end - start) / BLOCK) * BLOCK;
  }
  return entries;
};

/** The files of a tar archive, by name. */
export const outlineTar = (bytes: Buffer): Outline => outlineOf('tar', tarEntries(bytes), bytes.length);

const decode = ({ bytes, budget }: View): readonly Child[] => {
  const entries = tarEntries(bytes);
  if (entries.length >= MAX_ENTRIES) budget.hit.add('layers');
  return entries
    .filter(({ start, end }) => end > start && !isText(traitsOf(bytes.subarray(start, end))))
    .map(({ name, start, end }) => ({
      bytes: bytes.subarray(start, end),
      link: { step: 'tar', path: name, offset: start, length: end - start },
    }));
};

/** The binary files of a tar archive; text files are read where they stand. */
export const TAR: Decoder = { name: 'tar', decode };
