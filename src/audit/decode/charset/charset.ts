import type { Child, Layer } from '../../layer.ts';
import type { Decoder, View } from '../decoder.ts';
import { canAfford } from '../budget.ts';
import { holdsLetter, type Letters } from './letters.ts';
import { holdsControl, TRAIT } from '../traits.ts';

const MIN_BYTES = 4;
const FEW_BYTES = 64;
const LABELS = ['gb18030', 'big5', 'shift_jis', 'euc-kr'] as const;
const DECLARED = /(?:charset|encoding|[?&]ie)["']?\s{0,4}[=:]\s{0,4}["']?([A-Za-z][A-Za-z0-9_.:-]{1,30})/i;
const HEAD_BYTES = 1024;

/** Text of a named charset (WHATWG Encoding) as UTF-8; null where the bytes are none of its, or it is not known. */
const fromCharset = (bytes: Buffer, label: string): Buffer | null => {
  try {
    return Buffer.from(decoderFor(label).decode(bytes), 'utf8');
  } catch {
    return null;
  }
};

const decoders = new Map<string, TextDecoder>();
const MOST_DECODERS = 20;

const decoderFor = (label: string): TextDecoder => {
  const decoder = decoders.get(label) ?? new TextDecoder(label, { fatal: true, ignoreBOM: true });
  if (decoders.size < MOST_DECODERS) decoders.set(label, decoder);
  return decoder;
};

type Pairs = {
  /** Whether two bytes can be a character, and whether they are a common one. */
  readonly isPair: (lead: number, trail: number) => boolean;
  readonly isCommon: (lead: number, trail: number) => boolean;
  readonly isSingle: (byte: number) => boolean;
};

const within = (byte: number, low: number, high: number): boolean => byte >= low && byte <= high;
const never = (): boolean => false;

// Ranges of the charsets' double bytes, and of their characters in daily use: GB 2312, Big5 level 1 with its
// punctuation, JIS level 1 with kana, KS X 1001.
const PAIRS: Readonly<Record<(typeof LABELS)[number], Pairs>> = {
  gb18030: {
    isPair: (lead, trail) =>
      within(lead, 0x81, 0xfe) && (within(trail, 0x30, 0x7e) || within(trail, 0x80, 0xfe)),
    isCommon: (lead, trail) => (within(lead, 0xb0, 0xf7) || within(lead, 0xa1, 0xa3)) && trail >= 0xa1,
    isSingle: never,
  },
  big5: {
    isPair: (lead, trail) =>
      within(lead, 0x81, 0xfe) && (within(trail, 0x40, 0x7e) || within(trail, 0xa1, 0xfe)),
    isCommon: (lead) => within(lead, 0xa4, 0xc6) || lead === 0xa1,
    isSingle: never,
  },
  shift_jis: {
    isPair: (lead, trail) =>
      (within(lead, 0x81, 0x9f) || within(lead, 0xe0, 0xfc)) && within(trail, 0x40, 0xfc) && trail !== 0x7f,
    isCommon: (lead) => within(lead, 0x81, 0x83) || within(lead, 0x88, 0x97),
    isSingle: (byte) => within(byte, 0xa1, 0xdf),
  },
  'euc-kr': {
    isPair: (lead, trail) => within(lead, 0x81, 0xfe) && trail >= 0x41,
    isCommon: (lead, trail) => within(lead, 0xb0, 0xc8) && trail >= 0xa1,
    isSingle: never,
  },
};

const COMMON_SHARE = 0.6;

// What each pair of bytes is in a charset: 1 for a character, 2 for a common one besides, 4 for a lead that stands alone.
const tableOf = ({ isPair, isCommon, isSingle }: Pairs): Uint8Array => {
  const kinds = new Uint8Array(0x10000);
  for (let pair = 0x8000; pair < 0x10000; pair++) {
    const [lead, trail] = [pair >> 8, pair & 0xff];
    if (isSingle(lead)) kinds[pair] = 4;
    else if (isPair(lead, trail)) kinds[pair] = isCommon(lead, trail) ? 3 : 1;
  }
  return kinds;
};

const tables = new Map<string, Uint8Array>();

const kindsOfPairs = (label: (typeof LABELS)[number]): Uint8Array => {
  const kinds = tables.get(label) ?? tableOf(PAIRS[label]);
  tables.set(label, kinds);
  return kinds;
};

// Fatal decoding of bytes that are none of the charset's throws, which costs more than a look.
const readsAs = (bytes: Buffer, label: (typeof LABELS)[number]): boolean => {
  const kinds = kindsOfPairs(label);
  let pairs = 0;
  let common = 0;
  for (let at = 0; at < bytes.length; at++) {
    const lead = bytes[at] as number;
    if (lead < 0x80) continue;
    const kind = kinds[(lead << 8) | (bytes[at + 1] ?? 0)] as number;
    if (kind === 4) continue;
    if (kind === 0) return false;
    at++;
    pairs++;
    common += kind >> 1;
  }
  return common >= pairs * COMMON_SHARE;
};

/** The charset that a text names itself: a Content-Type, an XML declaration, a form's field; null for none. */
export const declaredCharset = (text: string): string | null => {
  const label = DECLARED.exec(text)?.[1]?.toLowerCase() ?? null;
  return label === null || /^utf-?8$/.test(label) ? null : label;
};

const highBytes = (bytes: Buffer): number => {
  let count = 0;
  for (const byte of bytes) if (byte >= 0x80) count++;
  return count;
};

const BEFORE_BYTES = 300;

// What a part of a multipart body or a data URL says of itself stands before it.
const declaredBefore = ({ parent, link, pieces }: Layer): string | null => {
  if (parent === null || pieces !== undefined || link.offset === undefined) return null;
  const start = Math.max(0, link.offset - BEFORE_BYTES);
  const before = Buffer.from(parent.bytes.subarray(start, link.offset)).toString('latin1');
  const head = /(?:^|[\s"'(,=])data:[^,\s]{0,100};base64,$/i.exec(before)?.[0];
  if (head !== undefined) return declaredCharset(head);
  return link.step === 'multipart' ? declaredCharset(before.slice(before.lastIndexOf('\n--') + 1)) : null;
};

const labelsFor = ({ layer, bytes, context }: View): readonly string[] => {
  const own =
    declaredBefore(layer) ?? declaredCharset(bytes.toString('latin1', 0, HEAD_BYTES)) ?? context.charset;
  const fitting = LABELS.filter((label) => readsAs(bytes, label));
  const labels: string[] = own === null ? fitting : [own, ...fitting];
  if (own === null && highBytes(bytes) * 4 <= bytes.length) labels.push('windows-1252');
  return [...new Set(labels)];
};

// A few bytes are valid in some charset by chance.
const isOfUse = ({ bytes, context: { letters } }: View, text: Buffer): boolean =>
  letters === null || bytes.length > FEW_BYTES || holdsLetter(letters, text.toString('utf8'));

/** Whether a few bytes are text of some East Asian charset with letters that matter. */
export const isLettered = (bytes: Buffer, letters: Letters | null): boolean =>
  letters !== null &&
  bytes.length <= FEW_BYTES &&
  !holdsControl(bytes, 0, bytes.length) &&
  LABELS.some((label) => {
    const text = readsAs(bytes, label) ? fromCharset(bytes, label) : null;
    return text !== null && holdsLetter(letters, text.toString('utf8'));
  });

const decode = (view: View): readonly Child[] => {
  const { bytes, traits, budget } = view;
  if (bytes.length < MIN_BYTES || (traits & TRAIT.high) === 0) return [];
  if ((traits & TRAIT.notUtf8) === 0) return [];
  if ((traits & TRAIT.control) !== 0) return [];
  const children: Child[] = [];
  for (const path of labelsFor(view)) {
    if (!canAfford(budget, bytes.length)) break;
    const text = fromCharset(bytes, path);
    if (text === null || children.some((child) => text.equals(child.bytes))) continue;
    if (!isOfUse(view, text)) continue;
    children.push({ bytes: text, link: { step: 'charset', path, offset: 0, length: bytes.length } });
  }
  return children;
};

/** Text that is no UTF-8: of the charset it declares, and of each East Asian one that it is valid in. */
export const CHARSET: Decoder = { name: 'charset', decode };
