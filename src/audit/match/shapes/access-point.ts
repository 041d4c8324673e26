import { toBuffer } from '../../decode/buffer.ts';
import type { Found } from '../found.ts';
import { tellingFor } from './keys.ts';
import type { Names } from './names.ts';
import { objectAround } from './object-around.ts';

/** Bytes on either side that may be the object around. */
const WINDOW_BYTES = 160;
/** Names of enclosing fields that are asked. */
const MOST_AROUND = 4;

/** What is known of an access point that was heard, and of no interface of one's own: numbers, no shop's channel. */
const HEARD =
  /(?:signal(?:_?strength)?|rssi?|channel|frequency|freq|level|strength|dbm)["']?\s*[:=]\s*["']?-?[0-9]/i;

/** Behind an address in a list: its strength in dBm, `8c:53:c3:a1:7e:42,-51`. */
const STRENGTH = /^["']?[,;|*:]["']?-[1-9][0-9]{1,2}(?![0-9.])/;

const isWithStrength = ({ layer: { bytes }, offset, length }: Found): boolean =>
  STRENGTH.test(toBuffer(bytes).toString('latin1', offset + length, offset + length + 8));

/**
 * Whether an address under the name of an interface is that of an access point which the handset heard: a field
 * around says so, or the strength of its signal stands in the same object or right behind.
 */
export const isHeard = (found: Found, names: Names): boolean =>
  isWithStrength(found) ||
  HEARD.test(objectAround(found, WINDOW_BYTES) ?? '') ||
  names
    .around(found)
    .slice(0, MOST_AROUND)
    .some((name) => tellingFor('bssid', [name]) !== 'none');
