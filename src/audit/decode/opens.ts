import { makeBudget } from './budget.ts';
import { cborTree } from './binary/cbor.ts';
import { isLettered } from './charset/charset.ts';
import { framesOf, framesOnly } from './binary/frames.ts';
import { grpcFrames } from './binary/grpc.ts';
import { msgpackTree } from './binary/msgpack.ts';
import { multipartParts } from './binary/multipart.ts';
import { hasMagic } from './plausible.ts';
import { isMessages, protobufTree } from './binary/protobuf.ts';
import { unsnap } from './compression/snappy.ts';
import { isTar } from './compression/tar.ts';
import { startsBrotli } from './compression/brotli-start.ts';
import { startsDeflate } from './compression/deflate-start.ts';
import { inflateBrotli } from './compression/inflate.ts';
import { inflateSlowly } from './compression/inflate-slowly.ts';
import { traitsOf } from './traits.ts';
import type { Letters } from './charset/letters.ts';
import type { Tree } from './binary/tree.ts';
import { tpduOf } from './charset/tpdu.ts';
import { isOneScript } from './charset/utf16.ts';

/** Whether some decoder of binary bytes would open these; meant for few bytes, of which drawn ones seldom pass. */
export const opensAsBinary = (bytes: Buffer, letters: Letters | null): boolean =>
  hasMagic(bytes) ||
  isDeflate(bytes) ||
  isBrotli(bytes) ||
  isTar(bytes) ||
  multipartParts(bytes).length > 0 ||
  grpcFrames(bytes).length > 0 ||
  isProtobuf(bytes) ||
  msgpackTree(bytes) !== null ||
  cborTree(bytes) !== null ||
  framesOf(bytes).length > 0 ||
  unsnap(bytes, bytes.length * 4) !== null ||
  tpduOf(bytes) !== null ||
  isUtf16(bytes, letters) ||
  isLettered(bytes, letters);

/**
 * Whether bytes are one of these forms from end to end, and hardly by chance: of drawn ones two in a thousand. For
 * places where several beginnings are tried.
 */
export const opensWholly = (bytes: Buffer, letters: Letters | null): boolean =>
  isDeflate(bytes) ||
  isBrotli(bytes) ||
  isTar(bytes) ||
  grpcFrames(bytes).length > 0 ||
  isProtobuf(bytes) ||
  isNamed(msgpackTree(bytes)) ||
  isNamed(cborTree(bytes)) ||
  framesOnly(bytes).length > 0 ||
  unsnap(bytes, bytes.length * 4) !== null ||
  isUtf16(bytes, letters);

// Items with names: of drawn bytes that pass for a list or a map hardly any have them.
const isNamed = (tree: Tree | null): boolean => {
  for (let node = 1; node < (tree?.nodes.count ?? 0); node++) {
    const name = tree?.nameOf(node);
    if (typeof name === 'string' && NAME.test(name)) return true;
  }
  return false;
};

const NAME = /^[A-Za-z_$][\w$.-]*$/;

/** Whether bytes are UTF-16 of either order, in one script. */
export const isUtf16 = (bytes: Buffer, letters: Letters | null): boolean =>
  bytes.length % 2 === 0 && (isOneScript(bytes, true, letters) || isOneScript(bytes, false, letters));

const HEAD_BYTES = 256;
/** Fewer bytes hold less, compressed, than any value that is searched for. */
const MIN_COMPRESSED_BYTES = 9;

// A short stream has to end with the bytes; of a long one the beginning must not break.
const isDeflate = (bytes: Buffer): boolean => {
  if (bytes.length < MIN_COMPRESSED_BYTES || !startsDeflate(bytes)) return false;
  const head = bytes.length <= HEAD_BYTES ? bytes : bytes.subarray(0, HEAD_BYTES);
  const { ending, taken } = inflateSlowly(head, HEAD_BYTES * 64);
  return ending === 'whole' ? taken === bytes.length : bytes.length > HEAD_BYTES && ending !== 'broken';
};

const BROTLI_HEAD_BYTES = 4096;
const BROTLI_LIMITS = { depth: 1, layers: 1, bytes: 4 * 1024 * 1024, rereads: 0 };

// The header says little: of drawn bytes one in a hundred has one, of many every tenth. Their first block gives them away.
const isBrotli = (bytes: Buffer): boolean =>
  bytes.length >= MIN_COMPRESSED_BYTES &&
  startsBrotli(bytes) &&
  inflateBrotli(bytes.subarray(0, BROTLI_HEAD_BYTES), makeBudget(BROTLI_LIMITS)) !== null;

const MAX_FIELD = 63;

// Schemas number their fields from 1 on; drawn bytes that pass for a message seldom do.
const isProtobuf = (bytes: Buffer): boolean => {
  if (!isMessages(bytes)) return false;
  const tree = protobufTree(bytes, traitsOf(bytes));
  for (let node = 1; node < (tree?.nodes.count ?? 0); node++)
    if (Number(tree?.nameOf(node)) > MAX_FIELD) return false;
  return tree !== null;
};
