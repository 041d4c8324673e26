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
  const counts = new Map<number, number>();
  return {
    add: (alphabet, length) => {
      const kind = ALPHABETS.indexOf(alphabet) * width + length;
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    },
    toMap: () => {
      const inOrder = [...counts].sort(([a], [b]) => a - b);
      const nameOf = (kind: number): string =>
        `${ALPHABETS[Math.trunc(kind / width)] ?? 'hex'}:${String(kind % width)}`;
      return new Map(inOrder.map(([kind, count]) => [nameOf(kind), count]));
    },
  };
};
