import { createReadStream } from 'node:fs';
import { fileFailure } from './file-source.ts';

/** One line of a file, without its end. */
export type Line = {
  readonly bytes: Buffer;
  /** 1-based. */
  readonly number: number;
  /** Byte of the file. */
  readonly offset: number;
  /** False when the file ended before the line did. */
  readonly ended: boolean;
  /** True for a line over the bound; its bytes are then empty. */
  readonly tooLong: boolean;
};

const LONGEST = 64 << 20;
const NEWLINE = 0x0a;
const EMPTY = Buffer.alloc(0);

/** Reads a file line by line in bounded memory. @throws Failure not-found, not-readable */
export async function* readLines(path: string, onRead: (byteLength: number) => void): AsyncGenerator<Line> {
  let parts: Buffer[] = [];
  let held = 0;
  let number = 1;
  let offset = 0;
  const line = (ended: boolean): Line => {
    const tooLong = held > LONGEST;
    return { bytes: tooLong ? EMPTY : Buffer.concat(parts), number, offset, ended, tooLong };
  };
  const add = (bytes: Buffer): void => {
    held += bytes.length;
    if (held <= LONGEST) parts.push(bytes);
    else parts = [];
  };
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) {
      const bytes = chunk as Buffer;
      onRead(bytes.length);
      let from = 0;
      for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
        add(bytes.subarray(from, end));
        yield line(true);
        from = end + 1;
        offset += held + 1;
        number += 1;
        parts = [];
        held = 0;
      }
      if (from < bytes.length) add(bytes.subarray(from));
    }
  } catch (cause) {
    throw fileFailure(path, cause);
  }
  if (held > 0) yield line(false);
}
