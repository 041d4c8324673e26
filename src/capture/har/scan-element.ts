const KIND = { plain: 0, quote: 1, open: 2, close: 3, comma: 4, newline: 5, colon: 6 } as const;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

const kindOf = new Uint8Array(256);
kindOf[QUOTE] = KIND.quote;
for (const byte of [0x7b, 0x5b]) kindOf[byte] = KIND.open;
for (const byte of [0x7d, 0x5d]) kindOf[byte] = KIND.close;
kindOf[0x2c] = KIND.comma;
kindOf[0x0a] = KIND.newline;
kindOf[0x3a] = KIND.colon;

/** Where the scan of one array element stands; carried from chunk to chunk. */
export type ElementScan = {
  /** Containers open inside the element. */
  depth: number;
  deepest: number;
  inString: boolean;
  escaped: boolean;
  /** Commas outside strings: the element has at most this many values and one more per container. */
  commas: number;
  newlines: number;
  /** True when a colon stood outside of all containers: no element, but the rest of one that broke. */
  torn: boolean;
  /** True once the element's own container was closed, or a scalar came to its end. */
  ended: boolean;
};

/** A scan before the first byte of an element. */
export const startScan = (): ElementScan => ({
  depth: 0,
  deepest: 0,
  inString: false,
  escaped: false,
  commas: 0,
  newlines: 0,
  torn: false,
  ended: false,
});

/** Moves past string bytes; gives the index behind the closing quote, or the chunk's length. */
const skipString = (chunk: Buffer, from: number, scan: ElementScan): number => {
  let at = from;
  const end = chunk.length;
  if (scan.escaped && at < end) {
    scan.escaped = false;
    at += 1;
  }
  while (at < end) {
    const byte = chunk[at];
    at += 1;
    if (byte === QUOTE) {
      scan.inString = false;
      return at;
    }
    if (byte !== BACKSLASH) continue;
    if (at === end) scan.escaped = true;
    at += 1;
  }
  return Math.min(at, end);
};

/** Takes one structural byte; true when the element ends before (a scalar) or with it. */
const take = (kind: number, scan: ElementScan): 'go-on' | 'ends-before' | 'ends-with' => {
  switch (kind) {
    case KIND.quote:
      scan.inString = true;
      return 'go-on';
    case KIND.open:
      scan.depth += 1;
      if (scan.depth > scan.deepest) scan.deepest = scan.depth;
      return 'go-on';
    case KIND.close:
      if (scan.depth === 0) return 'ends-before';
      scan.depth -= 1;
      return scan.depth === 0 ? 'ends-with' : 'go-on';
    case KIND.comma:
      if (scan.depth === 0) return 'ends-before';
      scan.commas += 1;
      return 'go-on';
    case KIND.colon:
      if (scan.depth === 0) scan.torn = true;
      return 'go-on';
    default:
      scan.newlines += 1;
      return 'go-on';
  }
};

/**
 * Scans on from an index inside an element and gives the index behind its last byte, or the chunk's length when it
 * goes on in the next chunk. Counts brackets and quotes only: whether the bytes are JSON is found out by parsing them.
 */
export const scanElement = (chunk: Buffer, from: number, scan: ElementScan): number => {
  let at = from;
  const end = chunk.length;
  while (at < end) {
    if (scan.inString) {
      at = skipString(chunk, at, scan);
      continue;
    }
    const kind = kindOf[chunk[at] ?? 0] ?? 0;
    if (kind === KIND.plain) {
      at += 1;
      continue;
    }
    const outcome = take(kind, scan);
    if (outcome === 'ends-before') {
      scan.ended = true;
      return at;
    }
    at += 1;
    if (outcome === 'ends-with') {
      scan.ended = true;
      return at;
    }
  }
  return at;
};
