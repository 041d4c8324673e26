/**
 * What may stand beside a form, so that a longer value is not taken for it. `digits`, `hex`, `word`, `address` (e-mail) and `ip`:
 * no character of that kind on either side. `field`: nothing else in its field. A form that fails is still taken
 * when it is a whole field. `named`: a whole field whose name tells of its class. `part`: a piece of a message, which counts with what stands around it. `pair`: one of two
 * numbers that count only together. `counted`: its first byte is the length before the value, and none of it.
 */
export const BOUNDARIES = [
  'none',
  'word',
  'hex',
  'digits',
  'address',
  'ip',
  'field',
  'named',
  'part',
  'pair',
  'counted',
] as const;
export type Boundary = (typeof BOUNDARIES)[number];

/** One way in which a known value may be written. */
export type Form = {
  /** Text (searched as UTF-8), bytes, or for `number` its digits. */
  readonly content: string | Uint8Array;
  /** `number`: digits, found with any separators between them. */
  readonly kind: 'bytes' | 'number';
  /** What it is called, and what a hand does to the value to get it: see DECISIONS.md. */
  readonly recipe: string;
  readonly boundary: Boundary;
  readonly exactCase: boolean;
  /** Of a part, its offset in the message; of a pair, 0 or 1. */
  readonly detail?: number;
};

/** A normalised variant of a known value, as software hashes it. */
export type HashInput = {
  readonly content: string | Uint8Array;
  readonly recipe: string;
  /** Left out where there are so many known values that each variant costs. */
  readonly isSeldom?: boolean;
};

/** Everything that a class knows of one value. */
export type Spellings = {
  readonly forms: readonly Form[];
  readonly inputs: readonly HashInput[];
  /** How many candidates have to be tried to invert a hash of it; null where nobody can. */
  readonly inversionCandidates: number | null;
};

/** A form of bytes or text, ASCII case ignored. */
export const bytesForm = (content: string | Uint8Array, recipe: string, boundary: Boundary): Form => ({
  content,
  kind: 'bytes',
  recipe,
  boundary,
  exactCase: typeof content !== 'string',
});

/** A form of digits with any separators. */
export const numberForm = (digits: string, recipe: string): Form => ({
  content: digits,
  kind: 'number',
  recipe,
  boundary: 'digits',
  exactCase: true,
});

const keyOf = (content: string | Uint8Array): string =>
  typeof content === 'string' ? content : `bytes:${content.join(',')}`;

/** The first of each content; order kept. */
export const distinct = <Item extends HashInput | Form>(items: readonly Item[]): readonly Item[] => {
  const seen = new Map<string, Item>();
  for (const item of items) {
    const key = `${'detail' in item ? String(item.detail) : ''} ${keyOf(item.content)}`;
    if (!seen.has(key)) seen.set(key, item);
  }
  return [...seen.values()];
};

/** Only the digits of a text. */
export const digitsOf = (text: string): string => text.replace(/[^0-9]/g, '');

/** A text as it stands, in small and in capital letters, as inputs of a hash. */
export const casedInputs = (text: string, recipe: string): readonly HashInput[] => {
  const prefix = recipe === 'plain' ? '' : `${recipe} > `;
  return distinct([
    { content: text, recipe },
    { content: text.toLowerCase(), recipe: `${prefix}lower` },
    { content: text.toUpperCase(), recipe: `${prefix}upper` },
  ]);
};
