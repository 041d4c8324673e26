import type { DataClass } from '#model/data-class';
import { isDigit } from '../../decode/text/characters.ts';
import { toBuffer } from '../../decode/buffer.ts';
import type { Found } from '../found.ts';
import { textAt } from '../found.ts';
import type { Match } from '../match.ts';
import { isWholeField } from '../whole-field.ts';
import { isHeard } from './access-point.ts';
import { iccidReason, imeiReason, imsiReason } from './card-numbers.ts';
import { isAndroidId, isMacAddress, isUuid } from './hex-ids.ts';
import { isRecordNumber, isUnnamed, tellingFor } from './keys.ts';
import type { Names } from './names.ts';
import { isLooseValue } from './own-key.ts';
import { isPhoneNumber, isTimestamp } from './phone-shape.ts';
import { shapeMatch } from './shape-match.ts';

const PHONE_STEMS =
  /phone|mobil|tel|cell|contact|msisdn|mdn|line|subscri|number|nummer|shouji|dianhua|sjh|hp|sdt|externalid|waid|whatsapp|celular|movil|puhelin|komorka|e164|dest|portable|thoai|no[mt]|addr|sender|recipient|receiver|(?<![a-z])(?:from|to|num?|no|nr|peer|party|remote|calle[re]|dialled)(?![a-z])|[\x80-\xff]/i;
const ADVERTISING_STEMS = /ad|aid|[id]fa|rdid|gpid/i;

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

const OF_RECORD = 'a valid telephone number, of a record in a list of contacts, calls or messages';

// `{"call_log":[{"number":…}]}`: the name of the field says little, that of the list around says the rest.
const numberOfRecord = (found: Found, digits: string, names: Names): Match | null =>
  isRecordNumber(names.of(found)[0] ?? '') && isPhoneNumber(digits) && names.record(found, 'number') !== null
    ? shapeMatch(found, 'phone', OF_RECORD)
    : null;

const phoneNumber = (found: Found, digits: string, names: Names): Match | null => {
  if (digits.length > 15 || isTimestamp(digits) || !names.mayHold(found, PHONE_STEMS)) return null;
  if (!isWholeField(found.layer, found.offset, found.length) && !isLooseValue(found)) return null;
  const dataClass = phoneClass(names.of(found));
  if (dataClass === null) return numberOfRecord(found, digits, names);
  if (!isPhoneNumber(digits)) return null;
  return shapeMatch(found, dataClass, 'a valid telephone number, under the name of one');
};

/** Groups of an IMEI as handsets print it and as it is named in a URN (3GPP TS 23.003 §6.2, RFC 7254 §4). */
const IMEI_GROUPS = /^(?:[0-9]{8}[- ][0-9]{6}[- ][0-9]|[0-9]{2}[- ][0-9]{6}[- ][0-9]{6}[- ][0-9])$/;

/** Digits with separators among them that are an IMEI or a telephone number by their field's name. */
export const groupedShape = (found: Found, names: Names): Match | null => {
  const text = textAt(found);
  const digits = text.replace(/[^0-9]/g, '');
  if (IMEI_GROUPS.test(text)) {
    const reason = imeiReason(digits, tellingFor('imei', names.of(found)));
    if (reason !== null) return shapeMatch(found, 'imei', reason);
  }
  return /^[0-9]{1,4}\.[0-9]+$/.test(text) || DATE.test(text) ? null : phoneNumber(found, digits, names);
};

const DATE = /^(?:19|20)[0-9]{2}[-.][0-9]{1,2}[-.][0-9]{1,2}/;

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
const COLON = 0x3a;

// The last twelve digits of a UUID, or its first ones backwards.
const isOfUuid = ({ layer: { bytes }, offset, length }: Found): boolean =>
  length === 12 &&
  ((bytes[offset - 1] === DASH && bytes[offset - 6] === DASH) ||
    (bytes[offset + length] === DASH && bytes[offset + length + 5] === DASH));

const FIREBASE_APP = /[0-9]:[0-9]{6,16}:android:$/;
const MOST_APP_PREFIX = 32;

// `1:123456789012:android:9fa1b2c3d4e5f607` names an app: what every installation of it sends.
const isOfFirebaseApp = ({ layer: { bytes }, offset }: Found): boolean =>
  bytes[offset - 1] === COLON &&
  FIREBASE_APP.test(toBuffer(bytes).toString('latin1', Math.max(0, offset - MOST_APP_PREFIX), offset));

const HEX_CLASSES: readonly DataClass[] = ['android_id', 'bssid', 'mac'];

/** 16 hex digits that are an Android id, or 12 that are a MAC, by their field's name. */
export const hexShape = (found: Found, names: Names): Match | null => {
  // Most ids stand behind a name that says so, which costs less to see than what they are made of.
  if (names.tellsNoneOf(found, HEX_CLASSES) || isOfUuid(found) || isOfFirebaseApp(found)) return null;
  const text = textAt(found);
  if (text.length === 12) {
    if (!isMacAddress(text)) return null;
    const keys = names.of(found);
    if (tellingFor('bssid', keys) === 'strong')
      return shapeMatch(found, 'bssid', '12 hex digits, under the name of an access point');
    return tellingFor('mac', keys) === 'strong' ? addressOf(found, '12', names) : null;
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
  return tellingFor('mac', keys) === 'none' ? null : addressOf(found, 'six pairs of', names);
};

const addressOf = (found: Found, digits: string, names: Names): Match =>
  isHeard(found, names)
    ? shapeMatch(found, 'bssid', `${digits} hex digits, under the name of an interface that was heard`)
    : shapeMatch(found, 'mac', `${digits} hex digits, under the name of an interface`);
