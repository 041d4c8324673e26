/** One interface of a pcapng section: how its packets are to be read. */
export type CaptureInterface = {
  readonly linkType: number;
  readonly snapLength: number;
  /** Units of its time stamps per ms. */
  readonly perMs: number;
  readonly offsetMs: number;
};

const IF_TSRESOL = 9;
const IF_TSOFFSET = 14;
const OPTIONS = 1000;

/** Reads numbers in the byte order of a section. */
export type Numbers = {
  readonly u16: (bytes: Buffer, at: number) => number;
  readonly u32: (bytes: Buffer, at: number) => number;
};

/** Numbers in either byte order. */
export const numbersOf = (isBig: boolean): Numbers =>
  isBig
    ? { u16: (bytes, at) => bytes.readUInt16BE(at), u32: (bytes, at) => bytes.readUInt32BE(at) }
    : { u16: (bytes, at) => bytes.readUInt16LE(at), u32: (bytes, at) => bytes.readUInt32LE(at) };

const unitsPerMs = (resolution: number): number => {
  const exponent = resolution & 0x7f;
  return (resolution & 0x80) === 0 ? 10 ** (exponent - 3) : 2 ** exponent / 1000;
};

/** Reads the body of an interface description block, options included; what is cut short keeps its default. */
export const readInterface = (body: Buffer, { u16, u32 }: Numbers): CaptureInterface => {
  let perMs = 1000;
  let offsetMs = 0;
  let at = 8;
  for (let count = 0; at + 4 <= body.length && count < OPTIONS; count += 1) {
    const code = u16(body, at);
    const length = u16(body, at + 2);
    const value = body.subarray(at + 4, at + 4 + length);
    if (code === 0 || value.length < length) break;
    if (code === IF_TSRESOL && length >= 1) perMs = unitsPerMs(value[0] ?? 6);
    if (code === IF_TSOFFSET && length >= 8) {
      const [first, second] = [u32(value, 0), u32(value, 4)];
      const isBig = u16(Buffer.of(0, 1), 0) === 1;
      offsetMs = ((isBig ? first | 0 : second | 0) * 2 ** 32 + (isBig ? second : first)) * 1000;
    }
    at += 4 + length + ((4 - (length % 4)) % 4);
  }
  return { linkType: u16(body, 0), snapLength: u32(body, 4), perMs, offsetMs };
};
