import { hexAt } from './characters.ts';

const PERCENT = 0x25;
const BLANK = 0x20;
const MOST_PHRASE_BYTES = 1024;
const NO_WORD = new Uint8Array(256);
for (const character of '=/?&:;') NO_WORD[character.charCodeAt(0)] = 1;

const isWord = (bytes: Buffer, start: number, end: number): boolean => {
  for (let at = start; at < end; at++) if (NO_WORD[bytes[at] as number] === 1) return false;
  return end > start;
};

const hasForeignLetter = (bytes: Buffer, start: number, end: number): boolean => {
  for (let at = bytes.indexOf(PERCENT, start); at !== -1 && at < end; at = bytes.indexOf(PERCENT, at + 1))
    if (hexAt(bytes, at + 1, 2) >= 0x80) return true;
  return false;
};

/** Where some bytes begin, and where they end. */
type Span = readonly [start: number, end: number];

/**
 * A word with letters beyond ASCII that are percent-encoded, and the words beside it: `J%C3%BCrgen van Gro%C3%9F` was
 * encoded by what leaves ASCII as it is. `ends` marks the bytes that end a word; any other span stays as it is.
 */
export const phraseAround = (bytes: Buffer, [start, end]: Span, floor: number, ends: Uint8Array): Span => {
  if (!isWord(bytes, start, end) || !hasForeignLetter(bytes, start, end)) return [start, end];
  let [from, to] = [start, end];
  while (from - 1 > floor && bytes[from - 1] === BLANK && start - from < MOST_PHRASE_BYTES) {
    let word = from - 1;
    while (word > floor && ends[bytes[word - 1] as number] === 0) word--;
    if (!isWord(bytes, word, from - 1)) break;
    from = word;
  }
  while (bytes[to] === BLANK && to - end < MOST_PHRASE_BYTES) {
    let word = to + 1;
    while (word < bytes.length && ends[bytes[word] as number] === 0) word++;
    if (!isWord(bytes, to + 1, word)) break;
    to = word;
  }
  return [from, to];
};
