import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { CAPTURE_FILES } from '#capture/layout';
import type { BodyRef, LoadedFlow, Span } from '#model/flow';
import type { Check, Fault } from './outcome.ts';

const PIECE_BYTES = 1 << 20;
/** More faults than this say no more. */
const MOST_FAULTS = 1000;

/** Checks the bodies of one capture, flow by flow. */
export type BodyCheck = AsyncDisposable & {
  readonly take: (loaded: LoadedFlow) => Promise<void>;
  readonly outcome: () => Check;
};

const bodiesOf = ({ flow }: LoadedFlow): readonly (readonly [name: string, body: BodyRef | null])[] => {
  if (flow.kind === 'refused') return [];
  if (flow.kind === 'opaque') return [['bytes', flow.body]];
  return [
    ['request body', flow.requestBody],
    ['response body', flow.responseBody],
    ...flow.messages.map(({ body }, index) => [`message ${index}`, body] as const),
  ];
};

const hashSpans = async (file: FileHandle, spans: readonly Span[]): Promise<string | null> => {
  const hash = createHash('sha256');
  const piece = Buffer.alloc(PIECE_BYTES);
  for (const { offset, byteLength } of spans)
    for (let at = 0; at < byteLength;) {
      const { bytesRead } = await file.read(piece, 0, Math.min(PIECE_BYTES, byteLength - at), offset + at);
      if (bytesRead === 0) return null;
      hash.update(piece.subarray(0, bytesRead));
      at += bytesRead;
    }
  return hash.digest('hex');
};

/** What is wrong with a body; null for nothing. A body that was not kept whole cannot be hashed, only be there. */
const faultOf = async (
  file: FileHandle | null,
  { spans, byteLength, sha256 }: BodyRef,
): Promise<string | null> => {
  const kept = spans.reduce((sum, span) => sum + span.byteLength, 0);
  if (kept === 0) return null;
  const found = file === null ? null : await hashSpans(file, spans);
  if (found === null) return `${CAPTURE_FILES.bodies} does not hold all ${kept} bytes of it`;
  if (kept > byteLength) return `the events tell ${byteLength} bytes and keep ${kept}`;
  return sha256 === null || kept < byteLength || found === sha256 ? null : 'its SHA-256 is another one';
};

/** Opens the bodies of a capture folder. Never throws: a file that is missing shows as bodies without bytes. */
export const openBodyCheck = async (folder: string): Promise<BodyCheck> => {
  const file = await open(join(folder, CAPTURE_FILES.bodies), 'r').catch(() => null);
  const faults: Fault[] = [];
  let checked = 0;
  return {
    take: async (loaded) => {
      for (const [name, body] of bodiesOf(loaded)) {
        if (body === null) continue;
        checked++;
        const what = await faultOf(file, body);
        if (what !== null && faults.length < MOST_FAULTS)
          faults.push({ where: `flow ${loaded.flow.id}, ${name}`, what });
      }
    },
    outcome: () => ({ checked, faults }),
    [Symbol.asyncDispose]: async () => file?.close(),
  };
};
