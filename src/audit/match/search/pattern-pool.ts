/** All patterns in one run of bytes: pattern `i` is `bytes[offsets[i]]` up to `bytes[offsets[i + 1]]`. */
export type PatternPool = {
  readonly bytes: Uint8Array;
  readonly offsets: Int32Array;
  /** 1 where letters must agree in case, 0 where ASCII case is ignored. */
  readonly exactCase: Uint8Array;
};

/** Collects patterns one by one without an object for each. */
export type PoolBuilder = {
  /** Adds a pattern (text as UTF-8) and returns its index. */
  readonly add: (pattern: string | Uint8Array, exactCase: boolean) => number;
  readonly count: () => number;
  readonly finish: () => PatternPool;
};

const grown = <Numbers extends Uint8Array | Int32Array>(
  numbers: Numbers,
  needed: number,
  make: (length: number) => Numbers,
): Numbers => {
  if (needed <= numbers.length) return numbers;
  const larger = make(Math.max(needed, numbers.length * 2));
  larger.set(numbers);
  return larger;
};

/** An Int32Array in memory that worker threads can share. */
export const sharedInts = (length: number): Int32Array =>
  new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT));

/** A Uint8Array in memory that worker threads can share. */
export const sharedBytes = (length: number): Uint8Array => new Uint8Array(new SharedArrayBuffer(length));

const encoder = new TextEncoder();
const makeBytes = (length: number): Uint8Array => new Uint8Array(length);
const makeInts = (length: number): Int32Array => new Int32Array(length);

/** An empty pool to add patterns to. */
export const makePoolBuilder = (): PoolBuilder => {
  let bytes = makeBytes(4096);
  let offsets = makeInts(256);
  let exact = makeBytes(256);
  let count = 0;
  let end = 0;
  const add = (pattern: string | Uint8Array, exactCase: boolean): number => {
    bytes = grown(bytes, end + pattern.length * 3, makeBytes);
    offsets = grown(offsets, count + 2, makeInts);
    exact = grown(exact, count + 1, makeBytes);
    if (typeof pattern === 'string') end += encoder.encodeInto(pattern, bytes.subarray(end)).written;
    else {
      bytes.set(pattern, end);
      end += pattern.length;
    }
    exact[count] = exactCase ? 1 : 0;
    count++;
    offsets[count] = end;
    return count - 1;
  };
  const finish = (): PatternPool => {
    const pool = { bytes: sharedBytes(end), offsets: sharedInts(count + 1), exactCase: sharedBytes(count) };
    pool.bytes.set(bytes.subarray(0, end));
    pool.offsets.set(offsets.subarray(0, count + 1));
    pool.exactCase.set(exact.subarray(0, count));
    return pool;
  };
  return { add, count: () => count, finish };
};
