import { isReversed } from '../decode/decoder.ts';
import { HEX_VALUE } from '../decode/text/characters.ts';
import { mirrorInto } from '../decode/text/reverse.ts';
import { UUID_CHARACTERS } from '../decode/text/uuid.ts';
import type { Layer } from '../layer.ts';
import { outermost, type Owned } from '../outermost.ts';
import type { Match } from './match.ts';
import type { Needles } from './compile.ts';
import { addCut, addOpen, addPackage, type Finds, hasRoomForCut } from './finds.ts';
import { type Found, textAt } from './found.ts';
import { keep, type Kept, makeKept } from './kept.ts';
import { cutToken, wholeToken } from './salted/open-token.ts';
import { candidatesOf, candidatesOfBytes } from './tokens/digest-reader.ts';
import { inputAt, isSeldomDigest, originOf } from './tokens/digest-table.ts';
import { explainBytes, explainToken, type TokenForm } from './tokens/explain-token.ts';
import type { TokenCounts } from './tokens/token-counts.ts';
import { type Alphabet, MAX_TOKEN_LENGTH } from './tokens/token-reader.ts';

type Explained = { readonly digest: number; readonly form: TokenForm; readonly tokenKind: string };

const digestBytes = ({ digests }: Needles, digest: number): Uint8Array => {
  const { input, algorithm } = originOf(digests, digest);
  return algorithm.digest(inputAt(digests.inputs, input));
};

const matchFrom = (needles: Needles, found: Found, { digest, form, tokenKind }: Explained): Match | null => {
  const { input, algorithm } = originOf(needles.digests, digest);
  const rank = isSeldomDigest(needles.digests, digest) ? 'seldom' : 'common';
  const canary = needles.canaries[needles.inputOwners.canary[input] ?? -1];
  if (canary === undefined) return null;
  const variant = needles.recipes[needles.inputOwners.recipe[input] ?? -1] ?? 'plain';
  const spelling = algorithm.name + form.step;
  return {
    class: canary.class,
    canaryId: canary.id,
    spelling,
    recipe: variant === 'plain' ? spelling : `${variant} > ${spelling}`,
    level: 'B',
    bits: form.bits,
    compared: { tokenKind, rank },
    share: 1,
    reasoning: `a digest of the value, recomputed: ${String(form.bits)} bits agree`,
    inversionCandidates: variant.startsWith('together') ? null : canary.inversionCandidates,
    ...found,
  };
};

type Explain = (digest: Uint8Array) => TokenForm | null;

// A piece between two slashes of a digest's base64 is itself a digest cut short: of one canary's matches the outer ones.
const placeOfCanary = ({ canaryId, offset, length }: Match): Owned => ({ owner: canaryId, offset, length });

const takeIn = (match: Match, needles: Needles, finds: Finds): void => {
  if (match.class !== 'installed_apps') keep(finds.kept, match);
  else
    addPackage(
      finds,
      needles.canaries.findIndex(({ id }) => id === match.canaryId),
      match,
    );
};

/** Characters of whole digests of 128 to 512 bits, padding left out. */
const DIGEST_LENGTHS: Readonly<Record<Alphabet, ReadonlySet<number>>> = {
  hex: new Set([32, 40, 56, 64, 96, 128]),
  base64: new Set([22, 27, 38, 43, 64, 86]),
  base64url: new Set([22, 27, 38, 43, 64, 86]),
};

const UUID_BYTES = 16;

const uuidBytes = (text: Uint8Array, from: number): Uint8Array => {
  const bytes = new Uint8Array(UUID_BYTES);
  let nibbles = 0;
  for (let at = from; at < from + UUID_CHARACTERS; at++) {
    const digit = HEX_VALUE[text[at] ?? 0] ?? 255;
    if (digit === 255) continue;
    bytes[nibbles >> 1] = ((bytes[nibbles >> 1] ?? 0) << 4) | digit;
    nibbles++;
  }
  return bytes;
};

// What the same digits stand for when they are read backwards.
const mirrored = (bytes: Uint8Array): Uint8Array => {
  const target = new Uint8Array(bytes.length);
  for (let at = 0, from = bytes.length - 1; from >= 0; at++, from--) {
    const byte = bytes[from] as number;
    target[at] = ((byte & 15) << 4) | (byte >> 4);
  }
  return target;
};

const mirror = Buffer.alloc(MAX_TOKEN_LENGTH);

const isMirrored = (
  needles: Needles,
  { bytes }: Layer,
  alphabet: Alphabet,
  [from, to]: readonly [number, number],
): boolean => {
  const length = mirrorInto(mirror, bytes, from, to);
  const candidates = candidatesOf(needles.digests, mirror, alphabet, [0, length]);
  if (candidates.length === 0) return false;
  const text = mirror.toString('latin1', 0, length);
  return candidates.some((digest) => explainToken(digestBytes(needles, digest), text, alphabet) !== null);
};

const isMirroredUuid = (needles: Needles, bytes: Uint8Array): boolean =>
  candidatesOfBytes(needles.digests, bytes).some(
    (digest) => explainBytes(digestBytes(needles, digest), bytes, 'uuid') !== null,
  );

/** Looks up the tokens of one layer among the digests of the known values, and counts them. */
export type TokenScanner = {
  readonly take: (alphabet: Alphabet, from: number, to: number) => void;
  /** A UUID with its dashes. */
  readonly takeUuid: (from: number, to: number) => void;
  /** Ends the layer; true where some token of it may be a digest when it is read backwards. */
  readonly finish: () => boolean;
};

/** Lengths of digests, bytes: a layer of such a length may be one. */
const RAW_LENGTHS: ReadonlySet<number> = new Set([16, 20, 28, 32, 48, 64]);

/** Some bytes and how they are called in the chance formula. */
type Place = { readonly found: Found; readonly tokenKind: string };

// One match per canary; whether there was any.
const addAll = (
  needles: Needles,
  { found, tokenKind }: Place,
  { candidates, explain }: { readonly candidates: readonly number[]; readonly explain: Explain },
  kept: Kept,
): boolean => {
  const told = new Set<string | null>();
  for (const digest of candidates) {
    const form = explain(digestBytes(needles, digest));
    const match = form === null ? null : matchFrom(needles, found, { digest, form, tokenKind });
    if (match === null || told.has(match.canaryId)) continue;
    told.add(match.canaryId);
    keep(kept, match);
  }
  return told.size > 0;
};

/** Where the tokens of a flow are counted, and what is found goes. */
export type TokenSink = { readonly counts: TokenCounts; readonly finds: Finds };

const takeWhole = (found: Found, alphabet: Alphabet, finds: Finds): boolean => {
  const token = DIGEST_LENGTHS[alphabet].has(found.length) ? wholeToken(found, alphabet) : null;
  if (token !== null) addOpen(finds, token);
  return token !== null;
};

// Ids in texts that are read backwards are as many as those that are not.
const takeCut = (found: Found, alphabet: Alphabet, finds: Finds): void => {
  if (isReversed(found.layer) || !hasRoomForCut(finds)) return;
  const token = cutToken(found, alphabet);
  if (token !== null) addCut(finds, token);
};

/** A scanner of one layer's tokens. */
export const makeTokenScanner = (
  needles: Needles,
  layer: Layer,
  { counts, finds }: TokenSink,
): TokenScanner => {
  const kept = makeKept();
  // A layer that is reversed already is not looked at backwards.
  let isBackwards = isReversed(layer);
  const explained = (
    alphabet: Alphabet,
    from: number,
    to: number,
    candidates: readonly number[],
  ): boolean => {
    const found = { layer, offset: from, length: to - from };
    const explain: Explain = (digest) => explainToken(digest, textAt(found), alphabet);
    const place = { found, tokenKind: `${alphabet}:${String(to - from)}` };
    return addAll(needles, place, { candidates, explain }, kept);
  };
  const take = (alphabet: Alphabet, from: number, to: number): void => {
    counts.add(alphabet, to - from);
    const candidates = candidatesOf(needles.digests, layer.bytes, alphabet, [from, to]);
    if (candidates.length > 0 && explained(alphabet, from, to, candidates)) return;
    isBackwards ||= isMirrored(needles, layer, alphabet, [from, to]);
    if (needles.salted.length === 0) return;
    const found = { layer, offset: from, length: to - from };
    // A salted digest, too, may be written backwards.
    if (takeWhole(found, alphabet, finds)) isBackwards = true;
    else takeCut(found, alphabet, finds);
  };
  const takeBytes = (found: Found, bytes: Uint8Array, form: 'raw' | 'uuid'): void => {
    counts.add('raw', bytes.length);
    const candidates = candidatesOfBytes(needles.digests, bytes);
    const explain: Explain = (digest) => explainBytes(digest, bytes, form);
    addAll(needles, { found, tokenKind: `raw:${String(bytes.length)}` }, { candidates, explain }, kept);
  };
  const takeUuid = (from: number, to: number): void => {
    const bytes = uuidBytes(layer.bytes, from);
    takeBytes({ layer, offset: from, length: to - from }, bytes, 'uuid');
    isBackwards ||= isMirroredUuid(needles, mirrored(bytes));
  };
  const finish = (): boolean => {
    if (RAW_LENGTHS.has(layer.bytes.length))
      takeBytes({ layer, offset: 0, length: layer.bytes.length }, layer.bytes, 'raw');
    for (const match of outermost(kept.matches, placeOfCanary)) takeIn(match, needles, finds);
    finds.kept.isCut ||= kept.isCut;
    return isBackwards;
  };
  return { take, takeUuid, finish };
};
