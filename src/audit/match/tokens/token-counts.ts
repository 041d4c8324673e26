import { type Alphabet, MAX_TOKEN_LENGTH } from './token-reader.ts';

/** Alphabets of text, and `raw` for bytes that stand alone. */
export type TokenAlphabet = Alphabet | 'raw';

const ALPHABETS: readonly TokenAlphabet[] = ['hex', 'base64', 'base64url', 'raw'];

/** Counts whole tokens by alphabet and length. */
export type TokenCounts = {
  readonly add: (alphabet: TokenAlphabet, length: number) => void;
  /** By `<alphabet>:<length>`. */
  readonly toMap: () => ReadonlyMap<string, number>;
};

/** An empty account of tokens. */
export const makeTokenCounts = (): TokenCounts => {
  const width = MAX_TOKEN_LENGTH + 1;
  const counts = new Int32Array(width * ALPHABETS.length);
  return {
    add: (alphabet, length) => {
      const at = ALPHABETS.indexOf(alphabet) * width + length;
      counts[at] = (counts[at] ?? 0) + 1;
    },
    toMap: () => {
      const named = new Map<string, number>();
      counts.forEach((count, at) => {
        const alphabet = ALPHABETS[Math.trunc(at / width)] ?? 'hex';
        if (count > 0) named.set(`${alphabet}:${String(at % width)}`, count);
      });
      return named;
    },
  };
};
