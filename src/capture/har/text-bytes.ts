/** Bytes made from a text of a HAR, and what is known to be wrong with them. */
export type TextBytes = { readonly bytes: Buffer; readonly fault: string | null };

const REPLACED = '\ufffd';
/** Python's surrogateescape, which mitmproxy writes for bytes that are no UTF-8: byte 0x80–0xff as U+DC80–U+DCFF. */
const ESCAPED_BYTE = /(?<![\ud800-\udbff])[\udc80-\udcff]/;
/** Control characters tell bytes from text. */
const CONTROLS = /[\u0000-\u0008\u000e-\u001f\u0080-\u009f]/;
const BEYOND_LATIN1 = /[^\u0000-\u00ff]/;

const fromEscapedBytes = (text: string): Buffer => {
  const pieces: Buffer[] = [];
  let from = 0;
  for (const match of text.matchAll(new RegExp(ESCAPED_BYTE, 'g'))) {
    if (match.index > from) pieces.push(Buffer.from(text.slice(from, match.index)));
    pieces.push(Buffer.of(text.charCodeAt(match.index) & 0xff));
    from = match.index + 1;
  }
  pieces.push(Buffer.from(text.slice(from)));
  return Buffer.concat(pieces);
};

/** Whether each character of a text stands for one byte, as some tools write binary bodies. */
const isByteText = (text: string, declared: number | null, utf8Length: number): boolean => {
  if (utf8Length === text.length || BEYOND_LATIN1.test(text)) return false;
  if (declared === text.length) return true;
  return declared !== utf8Length && CONTROLS.test(text);
};

/**
 * Turns a body written as text back into bytes. A HAR says nowhere how bytes became text: most tools decode UTF-8,
 * mitmproxy escapes bytes that are none, others write one character per byte. `declared` is the size of the body, which
 * decides between them where it is known. Never throws.
 */
export const bytesFromText = (text: string, declared: number | null): TextBytes => {
  const utf8 = Buffer.from(text);
  if (utf8.length === text.length) return { bytes: utf8, fault: null };
  if (ESCAPED_BYTE.test(text)) return { bytes: fromEscapedBytes(text), fault: null };
  if (isByteText(text, declared, utf8.length)) return { bytes: Buffer.from(text, 'latin1'), fault: null };
  const fault = text.includes(REPLACED)
    ? 'some bytes had been replaced by U+FFFD before it was written'
    : null;
  return { bytes: utf8, fault };
};

const SPACE = /[\t\n\r ]/;

/** Turns base64 back into bytes; text that is no base64 gives its own characters, to be searched as they stand. */
export const bytesFromBase64 = (text: string): TextBytes => {
  const tight = SPACE.test(text) ? text.replace(/[\t\n\r ]+/g, '') : text;
  const padding = tight.endsWith('==') ? 2 : tight.endsWith('=') ? 1 : 0;
  const digits = tight.length - padding;
  const bytes = Buffer.from(tight, 'base64');
  const isWhole = bytes.length === Math.floor((digits * 3) / 4) && digits % 4 !== 1;
  if (isWhole) return { bytes, fault: null };
  return { bytes: Buffer.from(text), fault: 'its base64 is broken; its text is searched as it stands' };
};
