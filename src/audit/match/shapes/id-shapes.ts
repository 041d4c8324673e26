import type { Found } from '../found.ts';
import { textAt } from '../found.ts';
import type { Match } from '../match.ts';
import { isWholeField } from '../whole-field.ts';
import { iccidReason, imeiReason, imsiReason } from './card-numbers.ts';
import { isAndroidId, isMacAddress, isUuid } from './hex-ids.ts';
import { isUnnamed, tellingFor } from './keys.ts';
import type { Names } from './names.ts';
import { isPhoneNumber, isTimestamp } from './phone-shape.ts';
import { shapeMatch } from './shape-match.ts';

const PHONE_STEMS =
  /phone|mobil|tel|cell|msisdn|mdn|line1|number|nummer|shouji|dianhua|sjh|hp|sdt|externalid|waid|whatsapp|celular|movil|puhelin|komorka|e164|no[mt]|[\x80-\xff]/i;
const ADVERTISING_STEMS = /ad|aid|ifa|rdid|gpid/i;

const ICCID_LENGTHS = [19, 20];
const IMEI_LENGTHS = [14, 15];

const cardNumber = (found: Found, digits: string, names: Names): Match | null => {
  if (IMEI_LENGTHS.includes(digits.length)) {
    // Under no name whatever: naming the field costs more than a look at the digits.
    if (imeiReason(digits, 'strong') === null && imsiReason(digits, 'strong') === null) return null;
    const keys = names.of(found);
    const imei = imeiReason(digits, tellingFor('imei', keys));
    if (imei !== null) return shapeMatch(found, 'imei', imei);
    const imsi = imsiReason(digits, tellingFor('imsi', keys));
    return imsi === null ? null : shapeMatch(found, 'imsi', imsi);
  }
  if (!ICCID_LENGTHS.includes(digits.length) || !digits.startsWith('89')) return null;
  const keys = names.of(found);
  // An order's number may have such digits, too: its name says that it is another thing.
  const isAlone = isUnnamed(keys) && isWholeField(found.layer, found.offset, found.length);
  const reason = iccidReason(digits, tellingFor('iccid', keys), isAlone);
  return reason === null ? null : shapeMatch(found, 'iccid', reason);
};

/** The class that the name of a telephone number tells of; null where the name tells of none. */
export const phoneClass = (keys: readonly string[]): 'phone.own' | 'phone' | null => {
  if (tellingFor('phone.own', keys) === 'strong') return 'phone.own';
  return tellingFor('phone', keys) === 'strong' ? 'phone' : null;
};

const phoneNumber = (found: Found, digits: string, names: Names): Match | null => {
  if (digits.length > 15 || isTimestamp(digits) || !names.mayHold(found, PHONE_STEMS)) return null;
  if (!isWholeField(found.layer, found.offset, found.length)) return null;
  const dataClass = phoneClass(names.of(found));
  if (dataClass === null || !isPhoneNumber(digits)) return null;
  return shapeMatch(found, dataClass, 'a valid telephone number, under the name of one');
};

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

// The decimals of a number.
const isFraction = ({ layer: { bytes }, offset }: Found): boolean =>
  bytes[offset - 1] === 0x2e && isDigit(bytes[offset - 2]);

/** A word of digits that is an IMEI, IMSI, ICCID or telephone number by its form and its field's name. */
export const digitShape = (found: Found, names: Names): Match | null => {
  if (isFraction(found)) return null;
  const digits = textAt(found);
  return cardNumber(found, digits, names) ?? phoneNumber(found, digits, names);
};

const DASH = 0x2d;

// The last twelve digits of a UUID, or its first ones backwards.
const isOfUuid = ({ layer: { bytes }, offset, length }: Found): boolean =>
  length === 12 &&
  ((bytes[offset - 1] === DASH && bytes[offset - 6] === DASH) ||
    (bytes[offset + length] === DASH && bytes[offset + length + 5] === DASH));

/** 16 hex digits that are an Android id, or 12 that are a MAC, by their field's name. */
export const hexShape = (found: Found, names: Names): Match | null => {
  if (isOfUuid(found)) return null;
  const text = textAt(found);
  if (text.length === 12) {
    const isMac = isMacAddress(text) && tellingFor('mac', names.of(found)) === 'strong';
    return isMac ? shapeMatch(found, 'mac', '12 hex digits, under the name of a MAC') : null;
  }
  if (!isAndroidId(text, 'strong')) return null;
  const keys = names.of(found);
  const telling = tellingFor('android_id', keys);
  if (telling === 'weak' && found.layer.part === 'cookie') return null;
  return isAndroidId(text, telling)
    ? shapeMatch(found, 'android_id', '16 hex digits, under the name of an Android id')
    : null;
};

/** A UUID that is an advertising id by its field's name. */
export const uuidShape = (found: Found, names: Names): Match | null =>
  names.mayHold(found, ADVERTISING_STEMS) &&
  isUuid(textAt(found)) &&
  tellingFor('gaid', names.of(found)) === 'strong'
    ? shapeMatch(found, 'gaid', 'a UUID, under the name of an advertising id')
    : null;

/** A written MAC that is the handset's or an access point's by its field's name. */
export const macShape = (found: Found, names: Names): Match | null => {
  if (!isMacAddress(textAt(found).replace(/[:-]/g, ''))) return null;
  const keys = names.of(found);
  if (tellingFor('bssid', keys) !== 'none')
    return shapeMatch(found, 'bssid', 'six pairs of hex digits, under the name of an access point');
  return tellingFor('mac', keys) === 'none'
    ? null
    : shapeMatch(found, 'mac', 'six pairs of hex digits, under the name of an interface');
};
