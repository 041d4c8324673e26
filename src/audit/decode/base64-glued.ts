import { base64Into } from './base64-bytes.ts';
import { hasStretch } from './noise.ts';
import { hasMagic } from './plausible.ts';
import type { Run } from './runs.ts';
import { base64StartsText } from './sample-text.ts';

const SAMPLE_CHARACTERS = 32;
const MIN_BINARY = 16;
const PROBE_CHARACTERS = 12;
const MOST_PREFIX = 8;
const STRETCH_BYTES = 9;
const sample = Buffer.alloc(24);

/** The first bytes of some base64; valid until the next call. */
export const sampleAt = (bytes: Buffer, start: number, end: number): Buffer =>
  sample.subarray(0, base64Into(bytes, start, Math.min(end, start + SAMPLE_CHARACTERS), sample));

// The first base64 character of each magic: H gzip, K zstd, U zip, e zlib, / snappy or UTF-16, _ and 7 its mirror.
const MAGIC_STARTS = new Set(Buffer.from('HKUe/_7'));

/** Where the base64 in a run begins, a glued prefix left out, and where it ends. */
export type Opening = { readonly start: number; readonly end: number };

/** Whether base64 at `start` begins with the first bytes of a known form. */
export const hasMagicAt = (bytes: Buffer, start: number, end: number): boolean =>
  MAGIC_STARTS.has(bytes[start] as number) && hasMagic(sampleAt(bytes, start, end));

/**
 * Where text begins behind a prefix of letters or digits that is glued to its base64; null for none. A prefix shifts
 * the groups of four; some way in, the right shift shows text to the end.
 */
export const gluedText = (bytes: Buffer, run: Run): Opening | null => {
  if (run.characters <= PROBE_CHARACTERS) return null;
  const room = run.end - run.start - PROBE_CHARACTERS;
  for (let shift = 0; shift < 4; shift++) {
    const probe = run.start + shift + Math.min(PROBE_CHARACTERS, ((room - shift) >> 2) * 4);
    if (!base64StartsText(bytes, probe, run.end, true)) continue;
    // In step with the run: its beginning is binary, or a prefix of whole groups.
    if (shift === 0) return { start: run.start, end: run.paddedEnd };
    let start = probe;
    while (start - 4 >= run.start && base64StartsText(bytes, start - 4, run.end, true)) start -= 4;
    return { start, end: run.paddedEnd };
  }
  return null;
};

/**
 * Where bytes begin behind a short prefix that is glued to their base64: such as are known by their first bytes, or
 * hold text; null for none.
 */
export const gluedBinary = (bytes: Buffer, run: Run): Opening | null => {
  if (run.characters < MIN_BINARY + MOST_PREFIX) return null;
  for (let start = run.start + 1; start <= run.start + MOST_PREFIX; start++)
    if (hasMagicAt(bytes, start, run.end)) return { start, end: run.paddedEnd };
  const start = plainestStart(bytes, run);
  return start === -1 ? null : { start, end: run.paddedEnd };
};

// NULs look alike at every shift: of those that hold text the one with the most of it is right. -1 for none.
const plainestStart = (bytes: Buffer, run: Run): number => {
  let best = -1;
  let bestPlain = 0;
  for (let start = run.start + 1; start < run.start + 4; start++) {
    const length = base64Into(bytes, start, Math.min(run.end, start + SAMPLE_CHARACTERS), sample);
    let nuls = 0;
    let plain = 0;
    for (let at = 0; at < length; at++) {
      const byte = sample[at] as number;
      if (byte === 0) nuls++;
      if (byte === 0 || (byte >= 0x20 && byte < 0x7f)) plain++;
    }
    if (plain <= bestPlain) continue;
    // Enough of either that drawn bytes seldom have it.
    if (nuls * 3 <= length && !hasStretch(sample.subarray(0, length), STRETCH_BYTES)) continue;
    best = start;
    bestPlain = plain;
  }
  return best;
};
