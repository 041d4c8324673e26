import { endsOf, type OpenToken } from './open-token.ts';
import { SALT_DIGESTS, type SaltDigest, SELDOM_SALT_DIGESTS } from './salt-digests.ts';

/** Tokens by four bytes of the digest that they would be, and marks of the first bits of those: most are of no token. */
export type Keyed = {
  readonly marks: Uint8Array;
  readonly tokens: ReadonlyMap<number, readonly OpenToken[]>;
};

/** One digest and the tokens it is tried for; `isOfTime` where only with the time of the flow. */
export type Round = {
  readonly digest: SaltDigest;
  readonly tokens: readonly OpenToken[];
  readonly isOfTime: boolean;
  readonly heads: Keyed;
  /** Null where tokens are not compared with the end of a digest; so are `middles`. */
  readonly ends: Keyed | null;
  readonly middles: Keyed | null;
};

const MARK_BITS = 10;

/** The mark of four bytes. */
export const markOf = (key: number): number => key >>> (32 - MARK_BITS);

type KeyOf = (token: OpenToken) => readonly number[];

const keyedBy = (tokens: readonly OpenToken[], keysOf: KeyOf): Keyed => {
  const marks = new Uint8Array(1 << MARK_BITS);
  const byKey = new Map<number, OpenToken[]>();
  for (const token of tokens)
    for (const key of keysOf(token)) {
      marks[markOf(key)] = 1;
      byKey.set(key, [...(byKey.get(key) ?? []), token]);
    }
  return { marks, tokens: byKey };
};

const headOf: KeyOf = ({ head }) => [head];

const wholeRound = (digest: SaltDigest, tokens: readonly OpenToken[], isOfTime: boolean): readonly Round[] =>
  tokens.length === 0
    ? []
    : [{ digest, tokens, isOfTime, heads: keyedBy(tokens, headOf), ends: null, middles: null }];

const ofLength = (tokens: readonly OpenToken[], length: number): readonly OpenToken[] =>
  tokens.filter(({ byteLength, isWhole }) => isWhole && byteLength === length);

/** A SHA-256 cut to half its length, as Google's messaging apps sent it. */
const HALF_SHA256: readonly [number, number] = [16, 32];

/** Each digest of the length of some tokens. */
export const roundsOf = (tokens: readonly OpenToken[]): readonly Round[] => {
  const lengths = [...new Set(tokens.map(({ byteLength }) => byteLength))];
  const [half, whole] = HALF_SHA256;
  return [...lengths.map((length) => [length, length, false] as const), [half, whole, true] as const].flatMap(
    ([tokenLength, digestLength, isOfTime]) => {
      const digest = SALT_DIGESTS.get(digestLength);
      return digest === undefined ? [] : wholeRound(digest, ofLength(tokens, tokenLength), isOfTime);
    },
  );
};

/** As `roundsOf`, of digests that are seldom made. */
export const seldomRoundsOf = (tokens: readonly OpenToken[]): readonly Round[] =>
  [...SELDOM_SALT_DIGESTS.values()].flatMap((digest) =>
    wholeRound(digest, ofLength(tokens, digest.byteLength), false),
  );

/** Half of an MD5 is taken from its middle, too. */
const MIDDLE_DIGITS = 16;

const isHalfMd5 = ({ found, alphabet }: OpenToken): boolean =>
  alphabet === 'hex' && found.length === MIDDLE_DIGITS;

/** Digests of any of some lengths, cut at either end to what the tokens are; a token that is longer is none of them. */
export const cutRoundsOf = (tokens: readonly OpenToken[], lengths: readonly number[]): readonly Round[] => {
  if (tokens.length === 0) return [];
  const heads = keyedBy(tokens, headOf);
  const halves = tokens.filter(isHalfMd5);
  const middles = halves.length === 0 ? null : keyedBy(halves, headOf);
  // How the end of a digest's base64 is filled up goes by its length in threes.
  const endsByRest = new Map<number, Keyed>();
  return lengths.flatMap((length): readonly Round[] => {
    const digest = SALT_DIGESTS.get(length);
    if (digest === undefined) return [];
    const ends = endsByRest.get(length % 3) ?? keyedBy(tokens, (token) => endsOf(token, length));
    endsByRest.set(length % 3, ends);
    return [
      { digest, tokens, isOfTime: false, heads, ends, middles: digest.name === 'md5' ? middles : null },
    ];
  });
};
