import { isDigit, isLetterOrDigit } from '../../decode/text/characters.ts';
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';

const PLUS = 0x2b;
const MIN_DIGITS = 8;
const MOST_DIGITS = 15;
const MOST_BYTES = 26;
const MOST_SEPARATORS = 2;

/** Countries whose national numbers apps send without their code; tried in turn under the name of a number. */
const REGIONS: readonly CountryCode[] = [
  ...([
    'CN',
    'IN',
    'ID',
    'PK',
    'BD',
    'VN',
    'PH',
    'TH',
    'MY',
    'RU',
    'BR',
    'MX',
    'US',
    'GB',
    'DE',
    'FR',
    'ES',
  ] as const),
  ...([
    'IT',
    'PL',
    'TR',
    'UA',
    'EG',
    'NG',
    'ZA',
    'KE',
    'JP',
    'KR',
    'TW',
    'FI',
    'SE',
    'NL',
    'AR',
    'CO',
    'SA',
  ] as const),
];

const isSeparator = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x2d || byte === 0x2e || byte === 0x28 || byte === 0x29;

const isUnprintable = (byte: number | undefined): boolean =>
  byte !== undefined && byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d;

// Before an unprintable byte a letter is the tag of the next value in a binary format.
const isNumberEnd = (body: Uint8Array, end: number): boolean =>
  !isLetterOrDigit(body[end]) || (!isDigit(body[end]) && isUnprintable(body[end + 1]));

// `(a>>>1)+537395200|0`: a plus between brackets and another operator adds.
const isSum = (body: Uint8Array, at: number, end: number): boolean =>
  (body[at - 1] === 0x29 || body[at - 1] === 0x5d) &&
  /^[|&^*/%<>=+)\]-]/.test(String.fromCharCode(body[end] ?? 0x20));

/** Calls back for every valid international number that is written with its plus. */
export const forEachInternational = (
  body: Uint8Array,
  onNumber: (from: number, to: number) => void,
): void => {
  for (let at = body.indexOf(PLUS); at !== -1; at = body.indexOf(PLUS, at + 1)) {
    if (!isDigit(body[at + 1]) || isLetterOrDigit(body[at - 1]) || body[at - 1] === 0x2f) continue;
    let to = at + 1;
    let end = to;
    for (let gap = 0; to - at <= MOST_BYTES && gap <= MOST_SEPARATORS; to++) {
      if (isDigit(body[to])) {
        gap = 0;
        end = to + 1;
      } else if (isSeparator(body[to])) gap++;
      else break;
    }
    const text = String.fromCharCode(...body.subarray(at, end));
    if (isSum(body, at, end)) continue;
    if (isNumberEnd(body, end) && isInternational(text)) onNumber(at, end);
  }
};

const MOST_REMEMBERED = 5000;

/** Judges each text once: a capture sends the same few numbers all the time. Of more, none is remembered for long. */
const once = (judge: (text: string) => boolean): ((text: string) => boolean) => {
  const judged = new Map<string, boolean>();
  return (text) => {
    const known = judged.get(text);
    if (known !== undefined) return known;
    if (judged.size >= MOST_REMEMBERED) judged.clear();
    const answer = judge(text);
    judged.set(text, answer);
    return answer;
  };
};

const isValid = once((text) => parsePhoneNumberFromString(text)?.isValid() === true);

/** A latitude and a longitude in degrees, minutes and seconds, `+4953-09709` (ISO 6709 annex H). */
const POINT = /^\+(?:[0-9]{4}-[0-9]{5}|[0-9]{6}-[0-9]{7})$/;

const isInternational = (text: string): boolean => {
  const count = text.replace(/[^0-9]/g, '').length;
  return count >= MIN_DIGITS && count <= MOST_DIGITS && !POINT.test(text) && isValid(text);
};

/** Seconds or milliseconds since 1970, for the years 2001 to 2039: what digits of that length mostly are. */
export const isTimestamp = (digits: string): boolean =>
  /^1[0-9]{9}(?:[0-9]{3})?$/.test(digits) || /^2[01][0-9]{8}$/.test(digits);

/**
 * Whether some digits are a telephone number: with its country code, or a mobile number of a country that apps send
 * without. For digits under the name of a number only.
 */
export const isPhoneNumber = (digits: string): boolean => {
  if (digits.length < MIN_DIGITS || digits.length > MOST_DIGITS || isTimestamp(digits)) return false;
  if (/([0-9])\1{6}|^0?12345678|^987654321/.test(digits)) return false;
  return isValid(`+${digits.replace(/^00/, '')}`) || isMobileSomewhere(digits);
};

const isMobileSomewhere = once((digits) =>
  REGIONS.some((region) => {
    const type = parsePhoneNumberFromString(digits, region)?.getType();
    return type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE';
  }),
);
