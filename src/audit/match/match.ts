import type { DataClass } from '#model/data-class';
import type { Beside, Level } from '#model/finding';
import type { Layer } from '../layer.ts';

/** Digests by how many software makes of them: their needles are counted apart. */
export type DigestRank = 'common' | 'seldom' | 'salted';

/** Tokens of a kind, a key into the counts of the capture, and the digests that each of them is compared with. */
export type Compared = {
  /** `<alphabet>:<length>`. */
  readonly tokenKind: string;
  readonly rank: DigestRank;
};

/** A spelling of a canary, or a shape, at a byte of a layer. Holds no route: judge resolves it. */
export type Match = {
  readonly layer: Layer;
  /** Bytes in `layer.bytes`. */
  readonly offset: number;
  readonly length: number;
  readonly class: DataClass;
  /** Null when only the shape is known. */
  readonly canaryId: string | null;
  /** `plain`, `digits`, `sha1/base64url[0:16]`, … */
  readonly spelling: string;
  /** What a hand needs to recompute the bytes from the canary's value; equals the spelling where nothing is added. */
  readonly recipe: string;
  /** A exact, B derived (chance is judged over the whole capture), C shape or documented field. */
  readonly level: Level;
  /** Information in the matched bytes; for B, bits of the digest that were compared. */
  readonly bits: number;
  /** For B: what its chance is counted by; null otherwise. */
  readonly compared: Compared | null;
  /** Share of the value seen, 0 to 1. */
  readonly share: number;
  readonly reasoning: string;
  readonly inversionCandidates: number | null;
  /** Other bytes that the recipe needs: a salt, or the two numbers of a pair. */
  readonly besides?: readonly MatchBeside[];
};

/** Bytes of the same flow that belong to a match. */
export type MatchBeside = {
  readonly role: Beside['role'];
  readonly recipe: string;
  readonly found: { readonly layer: Layer; readonly offset: number; readonly length: number };
};
