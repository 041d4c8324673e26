import type { BodyRef, HeaderPair } from '#model/flow';
import { contentLength } from '../content-length.ts';
import { type FieldReader, type JsonObject, isObject } from './json-field.ts';
import { bodyFromParams } from './params-body.ts';
import { type TextBytes, bytesFromBase64, bytesFromText } from './text-bytes.ts';

/** A body with its bytes and what is wrong with it. */
export type ReadBody = {
  readonly ref: BodyRef | null;
  readonly bytes: Uint8Array;
  readonly faults: readonly string[];
};

type Sizes = { readonly body: number | null; readonly header: number | null };

const NONE = new Uint8Array(0);
/** The absence of a body. */
export const NO_BODY: ReadBody = { ref: null, bytes: NONE, faults: [] };

const refOf = (byteLength: number, truncated: boolean): BodyRef => ({
  spans: [],
  byteLength,
  sha256: null,
  truncated,
});

const isBase64 = (fields: FieldReader, content: JsonObject): boolean =>
  ['encoding', '_encoding'].some((key) => fields.text(content, key)?.toLowerCase() === 'base64') ||
  content['_base64'] === true;

const AS_JSON = 'it stands there as JSON, so that its blanks and escapes are lost';

// Some tools put the JSON itself where its text belongs. What is nested too deeply to be written is no body of anybody's.
const fromJson = (text: unknown): TextBytes | null => {
  if (!isObject(text) && !Array.isArray(text)) return null;
  try {
    return { bytes: Buffer.from(JSON.stringify(text)), fault: AS_JSON };
  } catch {
    return null;
  }
};

const decode = (fields: FieldReader, content: JsonObject, declared: number | null): TextBytes | null => {
  const json = fromJson(content['text']);
  if (json !== null) return json;
  const text = fields.text(content, 'text');
  if (text === null || text === '') return null;
  return isBase64(fields, content) ? bytesFromBase64(text) : bytesFromText(text, declared);
};

/** Bodies by the place where tools put them: HAR's own, then HTTP Toolkit's for what is no text. */
const findContent = (
  fields: FieldReader,
  request: JsonObject,
  declared: number | null,
): { decoded: TextBytes; missing: number } | null => {
  for (const key of ['postData', '_content', '_postData']) {
    const content = request[key];
    if (!isObject(content)) continue;
    const decoded = decode(fields, content, declared);
    if (decoded !== null) return { decoded, missing: 0 };
    const rebuilt = bodyFromParams(fields, content);
    if (rebuilt !== null) return { decoded: { bytes: rebuilt.bytes, fault: null }, missing: rebuilt.missing };
  }
  const bare = request['postData'];
  return typeof bare === 'string' && bare !== ''
    ? { decoded: bytesFromText(bare, declared), missing: 0 }
    : null;
};

/** What a body that is not there weighs: as the entry declares. */
const missingBody = (declared: number): ReadBody => ({
  ref: refOf(declared, true),
  bytes: NONE,
  faults: [`its body of ${declared} bytes is not in the file`],
});

const isEncoded = (headers: readonly HeaderPair[]): boolean =>
  headers.some(([name]) => name.toLowerCase() === 'content-encoding');

/** The size that both the entry and its Content-Length declare, when the body is shorter than that; else null. */
const shortOf = (sizes: Sizes, headers: readonly HeaderPair[], bytes: Buffer): number | null =>
  !isEncoded(headers) && sizes.body !== null && sizes.body === sizes.header && bytes.length < sizes.body
    ? sizes.body
    : null;

/** Reads the body of a request: text, base64, or the list of its parameters. */
export const readRequestBody = (
  fields: FieldReader,
  request: JsonObject,
  headers: readonly HeaderPair[],
): ReadBody => {
  const sizes: Sizes = { body: fields.number(request, 'bodySize'), header: contentLength(headers) };
  const declared = sizes.body !== null && sizes.body > 0 ? Math.trunc(sizes.body) : sizes.header;
  const found = findContent(fields, request, declared);
  if (found === null) return declared !== null && declared > 0 ? missingBody(declared) : NO_BODY;
  const { bytes, fault } = found.decoded;
  const short = shortOf(sizes, headers, bytes);
  const faults = [
    fault === null ? '' : `its body: ${fault}`,
    found.missing > 0 ? `${found.missing} of its form's files are not in the file` : '',
    short === null ? '' : `its body has ${bytes.length} of ${short} bytes`,
  ];
  return {
    ref: refOf(short ?? bytes.length, short !== null || found.missing > 0),
    bytes,
    faults: faults.filter((words) => words !== ''),
  };
};

/** Reads the body of a response. */
export const readResponseBody = (fields: FieldReader, response: JsonObject): ReadBody => {
  const content = fields.object(response, 'content');
  if (content === null) return NO_BODY;
  const size = fields.number(content, 'size');
  const decoded = decode(fields, content, size);
  if (decoded === null) return size !== null && size > 0 ? { ...NO_BODY, ref: refOf(size, true) } : NO_BODY;
  const faults = decoded.fault === null ? [] : [`its response's body: ${decoded.fault}`];
  return { ref: refOf(decoded.bytes.length, false), bytes: decoded.bytes, faults };
};
