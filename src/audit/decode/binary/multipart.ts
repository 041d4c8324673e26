import type { Child } from '../../layer.ts';
import type { Decoder, View } from '../decoder.ts';
import { isText, traitsOf } from '../traits.ts';

/** A part of a multipart body; offsets of its bytes, without the line break before the next boundary. */
export type MultipartPart = {
  readonly name: string;
  readonly headers: string;
  readonly start: number;
  readonly end: number;
};

const MAX_BOUNDARY = 100;
const MAX_PARTS = 10_000;
const HEADER_BYTES = 8192;

/** The delimiter line's first bytes, dashes included; null where the bytes do not begin as a multipart body does. */
const boundaryOf = (bytes: Buffer): Buffer | null => {
  let start = 0;
  while (bytes[start] === 0x0d || bytes[start] === 0x0a) start++;
  if (bytes[start] !== 0x2d || bytes[start + 1] !== 0x2d) return null;
  const line = bytes.indexOf(0x0a, start);
  if (line === -1 || line - start > MAX_BOUNDARY || line - start < 4) return null;
  return bytes.subarray(start, bytes[line - 1] === 0x0d ? line - 1 : line);
};

const nameOf = (headers: string): string => {
  const found = /\bname="([^"\r\n]{0,200})"/i.exec(headers) ?? /\bname=([^\s;"]{1,200})/i.exec(headers);
  return found?.[1] ?? '';
};

const partAt = (bytes: Buffer, start: number, end: number): MultipartPart => {
  const window = bytes.subarray(start, Math.min(end, start + HEADER_BYTES));
  const crlf = window.indexOf('\r\n\r\n');
  const lf = window.indexOf('\n\n');
  const isBare = window[0] === 0x0a || (window[0] === 0x0d && window[1] === 0x0a);
  const isCrlf = crlf !== -1 && (lf === -1 || crlf < lf);
  const headerEnd = isBare ? 0 : isCrlf ? crlf : lf;
  if (headerEnd === -1) return { name: '', headers: '', start, end };
  const gap = isBare ? (window[0] === 0x0d ? 2 : 1) : isCrlf ? 4 : 2;
  const headers = window.toString('utf8', 0, headerEnd);
  return { name: nameOf(headers), headers, start: Math.min(end, start + headerEnd + gap), end };
};

/** A boundary that needs no headers behind it: letters or digits, and no blank (RFC 2046 §5.1.1). */
const DRAWN_BOUNDARY = /^--(?=.*[0-9A-Za-z])\S+$/;

// A text that begins with a rule of dashes, or a comment of SQL, has such lines, too.
const isMultipart = (parts: readonly MultipartPart[], boundary: Buffer): boolean =>
  DRAWN_BOUNDARY.test(boundary.toString('latin1')) ||
  parts.some(({ headers }) => /^content-/im.test(headers));

/** The parts of a multipart body (RFC 2046 §5.1), the last one as far as it goes; [] for any other bytes. */
export const multipartParts = (bytes: Buffer): MultipartPart[] => {
  const boundary = boundaryOf(bytes);
  if (boundary === null) return [];
  const parts = partsBetween(bytes, boundary);
  return isMultipart(parts, boundary) ? parts : [];
};

const partsBetween = (bytes: Buffer, boundary: Buffer): MultipartPart[] => {
  const parts: MultipartPart[] = [];
  let at = bytes.indexOf(boundary);
  while (at !== -1 && parts.length < MAX_PARTS) {
    const line = bytes.indexOf(0x0a, at + boundary.length);
    if (line === -1 || (bytes[at + boundary.length] === 0x2d && bytes[at + boundary.length + 1] === 0x2d))
      break;
    const next = bytes.indexOf(boundary, line);
    let end = next === -1 ? bytes.length : next;
    if (next !== -1 && bytes[end - 1] === 0x0a) end -= bytes[end - 2] === 0x0d ? 2 : 1;
    parts.push(partAt(bytes, line + 1, Math.max(end, line + 1)));
    at = next;
  }
  return parts;
};

const isOwnLayer = (bytes: Buffer, part: MultipartPart): boolean =>
  part.end > part.start &&
  (/quoted-printable/i.test(part.headers) || !isText(traitsOf(bytes.subarray(part.start, part.end))));

const decode = ({ bytes, budget }: View): readonly Child[] => {
  const parts = multipartParts(bytes);
  if (parts.length >= MAX_PARTS) budget.hit.add('layers');
  return parts
    .filter((part) => isOwnLayer(bytes, part))
    .map(({ name, start, end }) => ({
      bytes: bytes.subarray(start, end),
      link: { step: 'multipart', path: name.slice(0, 200), offset: start, length: end - start },
    }));
};

/** Multipart bodies: each part that is binary or has a transfer encoding; text parts are read where they stand. */
export const MULTIPART: Decoder = { name: 'multipart', decode };
