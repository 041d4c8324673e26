import { cborTree } from './cbor.ts';
import { grpcFrames } from './grpc.ts';
import { msgpackTree } from './msgpack.ts';
import { hasMagic } from './plausible.ts';
import { protobufTree } from './protobuf.ts';
import { unsnap } from './snappy.ts';
import { startsBrotli, startsDeflate } from './stream-start.ts';
import { traitsOf } from './traits.ts';
import { isOneScript } from './utf16.ts';

/** Whether some decoder of binary bytes would open these; meant for few bytes, of which drawn ones seldom pass. */
export const opensAsBinary = (bytes: Buffer): boolean =>
  hasMagic(bytes) ||
  startsDeflate(bytes) ||
  startsBrotli(bytes) ||
  grpcFrames(bytes).length > 0 ||
  protobufTree(bytes, traitsOf(bytes)) !== null ||
  msgpackTree(bytes) !== null ||
  cborTree(bytes) !== null ||
  unsnap(bytes, bytes.length * 4) !== null ||
  isUtf16(bytes);

const isUtf16 = (bytes: Buffer): boolean =>
  bytes.length % 2 === 0 && (isOneScript(bytes, true) || isOneScript(bytes, false));
