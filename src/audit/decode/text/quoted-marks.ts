const EQUALS = 0x3d;
const COLON = 0x3a;
const QUESTION = 0x3f;
const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** A stretch that is quoted-printable by what stands before it. */
export type Marked = { readonly start: number; readonly end: number };

const MARKS = ['QUOTED-PRINTABLE', 'quoted-printable', 'Quoted-Printable'].map((text) => Buffer.from(text));
const WORD_MARKS = ['?Q?', '?q?'].map((text) => Buffer.from(text));
const BLANK_LINES = ['\r\n\r\n', '\n\n'].map((text) => Buffer.from(text));
const BOUNDARY = Buffer.from('\n--');

/** Headers of one part. */
const MOST_HEADER_BYTES = 2000;
/** Bytes before an encoded word's text: `=?UTF-8`. */
const MOST_CHARSET_BYTES = 30;
const MOST_WORD_BYTES = 100;
const MOST_MARKS = 10_000;

// To the end of the line that no equals sign continues.
const endOfLine = (bytes: Buffer, from: number): number => {
  for (let at = bytes.indexOf(NEWLINE, from); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) {
    const last = bytes[at - 1] === RETURN ? at - 2 : at - 1;
    if (bytes[last] !== EQUALS || last < from) return last + 1;
  }
  return bytes.length;
};

const firstOf = (bytes: Buffer, texts: readonly Buffer[], from: number): number => {
  const found = texts.map((text) => bytes.indexOf(text, from)).filter((at) => at !== -1);
  return found.length === 0 ? -1 : Math.min(...found);
};

// The body behind the headers that say so.
const partAfter = (bytes: Buffer, from: number): Marked | null => {
  const blank = firstOf(bytes.subarray(0, from + MOST_HEADER_BYTES), BLANK_LINES, from);
  if (blank === -1) return null;
  const start = blank + (bytes[blank] === RETURN ? 4 : 2);
  const end = bytes.indexOf(BOUNDARY, start);
  if (end === -1) return { start, end: bytes.length };
  return { start, end: bytes[end - 1] === RETURN ? end - 1 : end };
};

const markedAt = (bytes: Buffer, end: number): Marked | null =>
  bytes[end] === COLON ? { start: end + 1, end: endOfLine(bytes, end + 1) } : partAfter(bytes, end);

const wordAt = (bytes: Buffer, mark: number): Marked | null => {
  if (!bytes.subarray(Math.max(0, mark - MOST_CHARSET_BYTES), mark).includes('=?')) return null;
  const start = mark + 3;
  const length = bytes.subarray(start, start + MOST_WORD_BYTES).indexOf(QUESTION);
  return length === -1 || bytes[start + length + 1] !== EQUALS ? null : { start, end: start + length };
};

const collected = (
  bytes: Buffer,
  marks: readonly Buffer[],
  readAt: (at: number, length: number) => Marked | null,
): readonly Marked[] => {
  const found: Marked[] = [];
  for (const mark of marks)
    for (let at = bytes.indexOf(mark); at !== -1 && found.length < MOST_MARKS;) {
      const marked = readAt(at, mark.length);
      if (marked !== null && marked.end > marked.start) found.push(marked);
      at = bytes.indexOf(mark, Math.max(at + mark.length, marked?.end ?? 0));
    }
  return found;
};

/**
 * What is quoted-printable because it says so: the value of a property of a vCard (vCard 2.1 §2.1.3), the text of an
 * encoded word (RFC 2047 §4.2), the body of a part with such a header (RFC 2045 §6). In order, none within another.
 */
export const quotedMarks = (bytes: Buffer): readonly Marked[] => {
  const all = [
    ...collected(bytes, MARKS, (at, length) => markedAt(bytes, at + length)),
    ...collected(bytes, WORD_MARKS, (at) => wordAt(bytes, at)),
  ].sort((a, b) => a.start - b.start);
  let done = 0;
  return all.filter(({ start, end }) => {
    if (start < done) return false;
    done = end;
    return true;
  });
};
