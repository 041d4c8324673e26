import { type Alphabet, MAX_TOKEN_LENGTH } from './token-reader.ts';

/** Alphabets of text, and `raw` for bytes that stand alone. */
export type TokenAlphabet = Alphabet | 'raw';

const ALPHABETS: readonly TokenAlphabet[] = ['hex', 'base64', 'base64url', 'raw'];

/** Tokens of one kind: an alphabet and a length. */
export type KindCount = readonly [kind: number, count: number];

/** Counts whole tokens by alphabet and length. */
export type TokenCounts = {
  readonly add: (alphabet: TokenAlphabet, length: number) => void;
  /** All so far; adding them to another account makes it hold these, too. */
  readonly all: () => readonly KindCount[];
  readonly addAll: (counts: readonly KindCount[]) => void;
  /** By `<alphabet>:<length>`. */
  readonly toMap: () => ReadonlyMap<string, number>;
};

/** An empty account of tokens. */
export const makeTokenCounts = (): TokenCounts => {
  const width = MAX_TOKEN_LENGTH + 1;
  const counts = new Map<number, number>();
  const addSome = (kind: number, count: number): void => {
    counts.set(kind, (counts.get(kind) ?? 0) + count);
  };
  return {
    add: (alphabet, length) => {
      addSome(ALPHABETS.indexOf(alphabet) * width + length, 1);
    },
    all: () => [...counts],
    addAll: (others) => {
      for (const [kind, count] of others) addSome(kind, count);
    },
    toMap: () => {
      const inOrder = [...counts].sort(([a], [b]) => a - b);
      const nameOf = (kind: number): string =>
        `${ALPHABETS[Math.trunc(kind / width)] ?? 'hex'}:${String(kind % width)}`;
      return new Map(inOrder.map(([kind, count]) => [nameOf(kind), count]));
    },
  };
};
