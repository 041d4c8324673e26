import type { Budget, Child, Layer } from '../layer.ts';
import type { Letters } from './charset/letters.ts';
import type { Secrets } from './secrets.ts';
import { toBuffer } from './buffer.ts';

/** A layer as decoders see it. */
export type View = {
  readonly layer: Layer;
  /** The layer's bytes as a Buffer over the same memory. */
  readonly bytes: Buffer;
  /** Bits of TRAIT. */
  readonly traits: number;
  readonly budget: Budget;
  readonly context: Context;
};

/** What the whole request tells about any of its layers. */
export type Context = {
  readonly secrets: Secrets;
  /** Null where any letter may matter. */
  readonly letters: Letters | null;
  /** What the Content-Type names, where that is not UTF-8. */
  readonly charset: string | null;
  /** What Content-Encoding says was done to the body, in order and in small letters; identity left out. */
  readonly encodings: readonly string[];
  /** Lower case; '' where none is known. */
  readonly host: string;
  readonly roots: readonly Layer[];
  /** Whether so many bytes in hexadecimal in a layer may be what a vendor's form encrypted. */
  readonly isSealedHex: (layer: Layer, byteLength: number) => boolean;
};

/**
 * One way to undo an encoding. `decode` returns [] for bytes that are not its own; it never throws, never alters
 * its input, and spends its work from the budget. A conclusive decoder owns the bytes that it opened: when it finds
 * something, no other decoder sees the layer.
 */
export type Decoder = {
  readonly name: string;
  readonly conclusive?: boolean;
  readonly decode: (view: View) => readonly Child[];
};

/** Whether a layer is another one backwards. */
export const isReversed = (layer: Layer): boolean => layer.link.step === 'reverse';

/** The bytes that a layer was made from, whole. */
export const sourceOf = (layer: Layer): Buffer => toBuffer((layer.parent ?? layer).bytes);

const NUMBER_STEPS = new Set(['protobuf', 'msgpack', 'cbor']);

/** Whether a layer is the numbers of another one, written out: nothing is encoded in them. */
export const isNumbers = (layer: Layer): boolean =>
  layer.pieces !== undefined && NUMBER_STEPS.has(layer.link.step);
