import type { Part, RouteLink } from '#model/route';

/**
 * Bytes and the way that led to them. A root has no parent; every other layer is `link` applied to its parent:
 * take `link.length` bytes at `link.offset`, undo `link.step`. Bytes are never changed after the layer is made.
 */
export type Layer = {
  readonly bytes: Uint8Array;
  readonly parent: Layer | null;
  readonly link: RouteLink;
  readonly part: Part;
  /** 0 for roots. */
  readonly depth: number;
  /** Set where many small spans of the parent were undone into one layer; then `link` only says which step. */
  readonly pieces?: Pieces;
  /** Set where nothing opens the bytes, and no text is in them: a few, such as an id that was drawn. */
  readonly isSealed?: boolean;
};

/**
 * Where the lines of a gathered layer come from. Line k is `link.step` applied to the parent's bytes from
 * `sources[2k]` to `sources[2k + 1]`; it starts at `starts[k]` and ends one byte (a newline) before
 * `starts[k + 1]`, the last of which is one past the end.
 */
export type Pieces = { readonly sources: Offsets; readonly starts: Offsets };

type Offsets = readonly number[] | Uint32Array;

/** What a decoder found in a layer: bytes undone, and the link that undoes them. */
export type Child = {
  readonly bytes: Uint8Array;
  readonly link: RouteLink;
  readonly pieces?: Pieces;
  readonly isSealed?: boolean;
};

/** The innermost named field around some bytes of a layer. */
export type Field = {
  /** The link that cuts the field out of the layer: its offset and length are the value's. */
  readonly link: RouteLink;
  /**
   * The field's own name, lower or mixed case as it stands: `imei`, `H.imei` gives `imei`. Of a field that is only
   * called *value*, the name that stands beside it.
   */
  readonly key: string;
  /** Names of the enclosing fields, outermost first, without the own name. */
  readonly parents: readonly string[];
};

/** Work limits of one flow. They count work, never time, so that a capture gives the same report on any machine. */
export type Limits = {
  /** Decodings on top of each other. */
  readonly depth: number;
  /** Layers made. */
  readonly layers: number;
  /** Bytes decoded and scanned. */
  readonly bytes: number;
  /** How many times all bytes that were sent, or inflated from them, may be read in other ways. */
  readonly rereads: number;
};

/** Mutable account of one flow's work. */
export type Budget = {
  readonly limits: Limits;
  layers: number;
  bytes: number;
  /** Bytes that were sent, and what came out of compressions: what there is to be read. */
  given: number;
  /** Bytes of layers that say the same once more, in another way. */
  recoded: number;
  /** Bounds that were hit, for the blind spot `bound-hit`. */
  readonly hit: Set<'depth' | 'layers' | 'bytes'>;
};
