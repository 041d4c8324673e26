import { type FileHandle, open } from 'node:fs/promises';
import type { BodyRef, Flow, HttpFlow, LoadedFlow, Span } from '#model/flow';

/** Bytes of one flow that are loaded at most: what the handset sent, and what came back. */
const OUT_BYTES = 256 << 20;
const IN_BYTES = 16 << 20;
const NONE = new Uint8Array(0);

/** bodies.bin, open for reading; a missing file is empty. */
export type BodyFile = AsyncDisposable & {
  readonly byteLength: number;
  /** The bytes of these spans as far as they are there, at most so many. */
  readonly read: (spans: readonly Span[], most: number) => Promise<Uint8Array>;
};

/** Reads spans of a file of that size, as far as they are there, at most so many bytes. */
export const readSpans = async (
  file: FileHandle,
  size: number,
  { spans, most }: { readonly spans: readonly Span[]; readonly most: number },
): Promise<Uint8Array> => {
  const parts: Buffer[] = [];
  let left = most;
  for (const { offset, byteLength } of spans) {
    const length = Math.min(byteLength, left, size - offset);
    if (length <= 0) break;
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(length), 0, length, offset);
    parts.push(buffer.subarray(0, bytesRead));
    left -= bytesRead;
    if (bytesRead < byteLength) break;
  }
  return parts.length === 1 ? (parts[0] ?? NONE) : Buffer.concat(parts);
};

/** Opens bodies.bin. Never throws: what cannot be read shows as truncated bodies. */
export const openBodies = async (path: string): Promise<BodyFile> => {
  const file = await open(path, 'r').catch(() => null);
  if (file === null)
    return { byteLength: 0, read: async () => NONE, [Symbol.asyncDispose]: async () => undefined };
  const { size } = await file.stat();
  return {
    byteLength: size,
    read: (spans, most) => readSpans(file, size, { spans, most }),
    [Symbol.asyncDispose]: () => file.close(),
  };
};

/** A body whose bytes are not all there says so. */
const refFor = (body: BodyRef, loaded: Uint8Array): BodyRef =>
  loaded.length < body.byteLength && !body.truncated ? { ...body, truncated: true } : body;

type Loaded = { readonly ref: BodyRef | null; readonly bytes: Uint8Array };

const loadBody = async (file: BodyFile, body: BodyRef | null, most: number): Promise<Loaded> => {
  if (body === null) return { ref: null, bytes: NONE };
  const bytes = await file.read(body.spans, most);
  return { ref: refFor(body, bytes), bytes };
};

const loadHttp = async (file: BodyFile, flow: HttpFlow): Promise<LoadedFlow> => {
  const request = await loadBody(file, flow.requestBody, OUT_BYTES);
  const response = await loadBody(file, flow.responseBody, IN_BYTES);
  let left = OUT_BYTES - request.bytes.length;
  const bytes: Uint8Array[] = [];
  const messages: HttpFlow['messages'][number][] = [];
  for (const message of flow.messages) {
    const loaded = await loadBody(
      file,
      message.body,
      message.direction === 'out' ? left : Math.min(left, IN_BYTES),
    );
    left -= loaded.bytes.length;
    bytes.push(loaded.bytes);
    messages.push({ ...message, body: loaded.ref ?? message.body });
  }
  return {
    flow: { ...flow, requestBody: request.ref, responseBody: response.ref, messages },
    requestBody: request.bytes,
    responseBody: response.bytes,
    messages: bytes,
    opaque: NONE,
  };
};

/** Puts the bytes to a flow: of what was sent at most 256 MiB, of what came back 16 MiB. */
export const loadFlow = async (file: BodyFile, flow: Flow): Promise<LoadedFlow> => {
  if (flow.kind === 'http') return loadHttp(file, flow);
  const body =
    flow.kind === 'opaque' ? await loadBody(file, flow.body, OUT_BYTES) : { ref: null, bytes: NONE };
  return {
    flow: flow.kind === 'opaque' ? { ...flow, body: body.ref } : flow,
    requestBody: NONE,
    responseBody: NONE,
    messages: [],
    opaque: body.bytes,
  };
};
