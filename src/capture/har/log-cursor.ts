/** The arrays of `log` whose elements are read; `_tlsErrors` is HTTP Toolkit's list of refusals, `_opaque` our own. */
const ARRAYS: ReadonlySet<string> = new Set(['entries', '_tlsErrors', '_opaque']);
const KEY_LONGEST = 100;
const ARRAY_DEPTH = 3;

/** Where the reader stands outside of array elements: `{ log: { key: …, entries: [`. */
export type LogCursor = {
  /** Containers open. */
  depth: number;
  inString: boolean;
  escaped: boolean;
  /** The string being read or last read, its first 100 bytes. */
  text: string;
  afterColon: boolean;
  /** Keys of the root and of `log` whose values are open. */
  rootKey: string;
  logKey: string;
  /** The array whose elements come next, else null. */
  array: string | null;
  version: string | null;
  sawLog: boolean;
  sawEntries: boolean;
};

/** A cursor before the first byte of a file. */
export const startCursor = (): LogCursor => ({
  depth: 0,
  inString: false,
  escaped: false,
  text: '',
  afterColon: false,
  rootKey: '',
  logKey: '',
  array: null,
  version: null,
  sawLog: false,
  sawEntries: false,
});

/** Sets the cursor inside `log.entries`, as after broken JSON. */
export const enterEntries = (cursor: LogCursor): void => {
  cursor.depth = ARRAY_DEPTH;
  cursor.inString = false;
  cursor.escaped = false;
  cursor.array = 'entries';
};

const stepInString = (cursor: LogCursor, byte: number): void => {
  if (cursor.escaped) cursor.escaped = false;
  else if (byte === 0x5c) cursor.escaped = true;
  else if (byte === 0x22) {
    cursor.inString = false;
    const isVersion = cursor.depth === 2 && cursor.rootKey === 'log' && cursor.logKey === 'version';
    if (isVersion && cursor.afterColon) cursor.version ??= cursor.text;
    return;
  }
  if (cursor.text.length < KEY_LONGEST) cursor.text += String.fromCharCode(byte);
};

const stepOpen = (cursor: LogCursor, byte: number): void => {
  cursor.depth += 1;
  cursor.afterColon = false;
  const inLog = cursor.rootKey === 'log';
  if (cursor.depth === 2 && inLog && byte === 0x7b) cursor.sawLog = true;
  if (cursor.depth !== ARRAY_DEPTH || !inLog || byte !== 0x5b || !ARRAYS.has(cursor.logKey)) return;
  cursor.array = cursor.logKey;
  if (cursor.logKey === 'entries') cursor.sawEntries = true;
};

const stepColon = (cursor: LogCursor): void => {
  cursor.afterColon = true;
  if (cursor.depth === 1) cursor.rootKey = cursor.text;
  else if (cursor.depth === 2) cursor.logKey = cursor.text;
};

const stepStructure = (cursor: LogCursor, byte: number): void => {
  switch (byte) {
    case 0x22:
      cursor.inString = true;
      cursor.text = '';
      return;
    case 0x7b:
    case 0x5b:
      stepOpen(cursor, byte);
      return;
    case 0x7d:
    case 0x5d:
      cursor.depth = Math.max(0, cursor.depth - 1);
      return;
    case 0x3a:
      stepColon(cursor);
      return;
    case 0x2c:
      cursor.afterColon = false;
      return;
    default:
  }
};

const isSpaceOrComma = (byte: number): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09 || byte === 0x2c;

/**
 * Takes one byte. `element`: an array's element begins at this byte. `torn`: this byte closes what is not open, so
 * that the place in the file is lost.
 */
export const stepCursor = (cursor: LogCursor, byte: number): 'go-on' | 'element' | 'torn' => {
  if (cursor.inString) {
    stepInString(cursor, byte);
    return 'go-on';
  }
  if (cursor.array === null) {
    stepStructure(cursor, byte);
    return 'go-on';
  }
  if (isSpaceOrComma(byte)) return 'go-on';
  if (byte === 0x7d) return 'torn';
  if (byte !== 0x5d) return 'element';
  cursor.array = null;
  cursor.depth -= 1;
  return 'go-on';
};
