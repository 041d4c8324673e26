import type { View } from '../decoder.ts';
import { endOfHex } from './characters.ts';
import { longChildren, MIN_BINARY } from './base64.ts';
import { isHexWorthReversed, MIN_OPENED_HEX } from './hex.ts';
import type { Letters } from '../charset/letters.ts';
import { mirrorInto } from './reverse.ts';
import { describeRun, forEachRun, RUN, type Run, startOfReversed } from './runs.ts';
import { base64StartsText, hexEndsAsText } from './sample-text.ts';
import { isUuidAt, UUID_CHARACTERS } from './uuid.ts';

const MIN_REVERSED = 12;
const MIN_REVERSED_HEX = 16;
const MOST_REVERSED = 65_536;

const reversedRun = (bytes: Buffer, start: number, end: number): Buffer => {
  let from = start;
  while (from > start - 2 && bytes[from - 1] === 0x3d) from--;
  const run = Buffer.allocUnsafe(Math.min(MOST_REVERSED, end - from));
  mirrorInto(run, bytes, from, end);
  return run;
};

/** Whether some base64 or hexadecimal is worth undoing when it is read backwards; not where it opens forwards. */
export const hasReversedRun = ({ bytes, context }: View, opened: ReadonlySet<number>): boolean => {
  let found = false;
  forEachRun(bytes, (start, end) => {
    if (found || end - start < MIN_REVERSED || opened.has(start)) return true;
    if (end - start === UUID_CHARACTERS && isUuidAt(bytes, start)) return true;
    const from = startOfReversed(bytes, start, end);
    if (isDrawnHex(bytes, from, end)) return true;
    const run = reversedRun(bytes, from, end);
    found = opensReversed(run, describeRun(run, 0, Math.min(run.length, end - from)), context.letters);
    return true;
  });
  return found;
};

// As most ids are: hexadecimal that is no text, and too short for anything else that is read backwards.
const isDrawnHex = (bytes: Buffer, start: number, end: number): boolean =>
  end - start < MIN_OPENED_HEX && endOfHex(bytes, start, end) === end && !hexEndsAsText(bytes, start, end);

const opensReversed = (bytes: Buffer, run: Run, letters: Letters | null): boolean => {
  const demand = { mustOpen: true, letters };
  if ((run.kinds & RUN.notHex) === 0)
    return run.characters >= MIN_REVERSED_HEX && isHexWorthReversed(bytes, run, demand);
  if (base64StartsText(bytes, 0, run.end)) return true;
  return run.characters >= MIN_BINARY && longChildren(bytes, run, demand).length > 0;
};
