import { type FieldReader, type JsonObject, isObject } from './json-field.ts';

const BOUNDARY = 'phonehome-rebuilt';
/** Beyond it a list of parameters is left out: one entry cannot hold that many that were ever sent. */
const MOST_PARAMS = 200_000;

const escapeQuoted = (text: string): string =>
  text.replace(/["\r\n]/g, (letter) => encodeURIComponent(letter));

const part = (fields: FieldReader, param: JsonObject): string => {
  const fileName = fields.text(param, 'fileName');
  const type = fields.text(param, 'contentType');
  const file = fileName === null ? '' : `; filename="${escapeQuoted(fileName)}"`;
  const typeLine = type === null ? '' : `Content-Type: ${type.replace(/[\r\n]/g, ' ')}\r\n`;
  const name = escapeQuoted(fields.text(param, 'name') ?? '');
  return `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n${typeLine}\r\n${fields.text(param, 'value') ?? ''}\r\n`;
};

/** `encodeURIComponent` that takes lone surrogates for U+FFFD instead of throwing. */
const encode = (text: string): string => encodeURIComponent(Buffer.from(text).toString());

const pair = (fields: FieldReader, param: JsonObject): string =>
  `${encode(fields.text(param, 'name') ?? '')}=${encode(fields.text(param, 'value') ?? '')}`;

/**
 * Rebuilds a body of which only the parameters were kept: in multipart form when the media type says so or a file is
 * among them, else URL-encoded. The bytes are not those sent. `missing` counts files without their content.
 */
export const bodyFromParams = (
  fields: FieldReader,
  content: JsonObject,
): { readonly bytes: Buffer; readonly missing: number } | null => {
  const params = fields.list(content, 'params').filter(isObject).slice(0, MOST_PARAMS);
  if (params.length === 0) return null;
  const isFile = (param: JsonObject): boolean => typeof param['fileName'] === 'string';
  const type = fields.text(content, 'mimeType') ?? '';
  const missing = params.filter((param) => isFile(param) && fields.text(param, 'value') === null).length;
  const isMultipart = /^\s*multipart\//i.test(type) || params.some(isFile);
  const text = isMultipart
    ? `${params.map((param) => part(fields, param)).join('')}--${BOUNDARY}--\r\n`
    : params.map((param) => pair(fields, param)).join('&');
  return { bytes: Buffer.from(text), missing };
};
