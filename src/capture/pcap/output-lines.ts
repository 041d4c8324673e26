import type { Readable } from 'node:stream';

const LF = 10;

/** Lines of a program's output as text, read no faster than they are asked for; one longer than the bound is left out. */
export async function* outputLines(output: Readable, mostBytes: number): AsyncGenerator<string> {
  let parts: Buffer[] = [];
  let held = 0;
  const takeLine = (end: Buffer): string | null => {
    const line = held + end.length > mostBytes ? null : Buffer.concat([...parts, end]).toString('latin1');
    parts = [];
    held = 0;
    return line;
  };
  for await (const chunk of output as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, from)) {
      const line = takeLine(chunk.subarray(from, end));
      if (line !== null) yield line;
      from = end + 1;
    }
    const rest = chunk.subarray(from);
    held += rest.length;
    if (held <= mostBytes) parts.push(rest);
    else parts = [];
  }
}
