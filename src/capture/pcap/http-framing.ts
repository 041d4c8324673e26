import type { HeaderPair } from '#model/flow';
import { contentLength } from '../content-length.ts';
import { HEADERS, headersFrom } from './http-head.ts';

const LINE_BYTES = 4096;
const LF = 10;

const NO_FIELDS: readonly [string, string][] = [];

/** Takes a body out of the bytes of a connection (RFC 9112 6). */
export type BodyReader = {
  /** Reads from `at`, hands out what is body, and gives the place behind. Null where the bytes are no such body. */
  readonly read: (bytes: Buffer, at: number, take: (body: Buffer) => void) => number | null;
  /** Passes over bytes that are missing; false where it is then unknown what the next ones are. */
  readonly skip: (byteLength: number) => boolean;
  readonly isDone: () => boolean;
  /** Fields behind the body (RFC 9112 7.1.2), as far as they came. */
  readonly trailers: () => readonly [string, string][];
  /** True where the end of the connection is the end of the body. */
  readonly isOpenEnded: boolean;
};

const byLength = (byteLength: number): BodyReader => {
  let left = byteLength;
  return {
    read: (bytes, at, take) => {
      const end = Math.min(bytes.length, at + left);
      if (end > at) take(bytes.subarray(at, end));
      left -= end - at;
      return end;
    },
    skip: (missing) => {
      left -= missing;
      return left >= 0;
    },
    isDone: () => left <= 0,
    trailers: () => NO_FIELDS,
    isOpenEnded: false,
  };
};

const untilClose = (): BodyReader => ({
  read: (bytes, at, take) => {
    if (at < bytes.length) take(bytes.subarray(at));
    return bytes.length;
  },
  skip: () => true,
  isDone: () => false,
  trailers: () => NO_FIELDS,
  isOpenEnded: true,
});

type Chunks = {
  state: 'size' | 'data' | 'after' | 'trailer' | 'done';
  left: number;
  line: string;
  readonly trailers: string[];
};

/** Takes a line behind the last chunk; false where there are more than any request has. */
const takeTrailer = (chunks: Chunks, line: string): boolean => {
  if (line === '') chunks.state = 'done';
  else chunks.trailers.push(line);
  return chunks.trailers.length <= HEADERS;
};

const takeLine = (chunks: Chunks): boolean => {
  const line = chunks.line.replace(/\r$/, '');
  chunks.line = '';
  if (chunks.state === 'after') chunks.state = 'size';
  else if (chunks.state === 'trailer') return takeTrailer(chunks, line);
  else {
    const size = /^\s*([0-9a-fA-F]{1,12})\s*(?:;.*)?$/s.exec(line)?.[1];
    if (size === undefined) return false;
    chunks.left = Number.parseInt(size, 16);
    chunks.state = chunks.left === 0 ? 'trailer' : 'data';
  }
  return true;
};

/** Reads up to the end of a line; null where there is no such line. */
const readLine = (chunks: Chunks, bytes: Buffer, at: number): number | null => {
  const end = bytes.indexOf(LF, at);
  chunks.line += bytes.toString('latin1', at, end === -1 ? bytes.length : end);
  if (chunks.line.length > LINE_BYTES) return null;
  if (end === -1) return bytes.length;
  return takeLine(chunks) ? end + 1 : null;
};

const readData = (chunks: Chunks, bytes: Buffer, at: number, take: (body: Buffer) => void): number => {
  const end = Math.min(bytes.length, at + chunks.left);
  take(bytes.subarray(at, end));
  chunks.left -= end - at;
  if (chunks.left === 0) chunks.state = 'after';
  return end;
};

const inChunks = (): BodyReader => {
  const chunks: Chunks = { state: 'size', left: 0, line: '', trailers: [] };
  return {
    read: (bytes, from, take) => {
      let at: number | null = from;
      while (at !== null && at < bytes.length && chunks.state !== 'done')
        at = chunks.state === 'data' ? readData(chunks, bytes, at, take) : readLine(chunks, bytes, at);
      return at;
    },
    skip: (missing) => {
      if (chunks.state !== 'data' || missing > chunks.left) return false;
      chunks.left -= missing;
      if (chunks.left === 0) chunks.state = 'after';
      return true;
    },
    isDone: () => chunks.state === 'done',
    trailers: () =>
      headersFrom(chunks.state === 'trailer' ? [...chunks.trailers, chunks.line] : chunks.trailers),
    isOpenEnded: false,
  };
};

const isChunked = (headers: readonly HeaderPair[]): boolean =>
  headers.some(([name, value]) => name.toLowerCase() === 'transfer-encoding' && /chunked/i.test(value));

/** The body that a request's head announces; null for none. */
export const requestBody = (headers: readonly HeaderPair[]): BodyReader | null => {
  if (isChunked(headers)) return inChunks();
  const length = contentLength(headers) ?? 0;
  return length === 0 ? null : byLength(length);
};

/** The body that an answer's head announces; null for none. */
export const responseBody = (
  method: string,
  status: number,
  headers: readonly HeaderPair[],
): BodyReader | null => {
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304) return null;
  if (isChunked(headers)) return inChunks();
  const length = contentLength(headers);
  if (length === null) return untilClose();
  return length === 0 ? null : byLength(length);
};
