import { isPlaceholder } from '../algebra/placeholder.ts';
import { type Found, textAt } from '../found.ts';
import type { Match } from '../match.ts';
import type { NamedField } from './fields.ts';
import { tellingFor } from './keys.ts';
import { shapeMatch } from './shape-match.ts';
import { runOf } from './value-runs.ts';

/** What names of serial numbers end with. */
export const SERIAL_ENDINGS = [
  ...['sn', 'serial', 'serialno', 'serial_no', 'serial-no', 'serialnumber', 'serial_number', 'serial-number'],
  ...['serial_id', 'serialid', 'srl-no'],
];

/** Bytes on either side in which another fact of the handset makes a serial number the handset's. */
const WINDOW_BYTES = 400;
const HANDSET_FACTS =
  /imei|imsi|udid|oaid|android|brand|manufacturer|model|"device"|device_?info|"mac"|[?&]mac=/i;

/** What a serial number is made of. */
export const SERIAL_RUN = runOf('[0-9A-Za-z]', 8, '[0-9]');

const isSerial = (text: string): boolean =>
  /^[0-9A-Za-z]{8,24}$/.test(text) &&
  /[0-9]/.test(text) &&
  /[A-Za-z]/.test(text) &&
  new Set(text).size > 4 &&
  !isPlaceholder(text);

const isAmongFacts = ({ layer: { bytes }, offset }: Found): boolean => {
  const window = bytes.subarray(Math.max(0, offset - WINDOW_BYTES), offset + WINDOW_BYTES);
  return HANDSET_FACTS.test(Buffer.from(window).toString('latin1'));
};

/** A serial number of a handset, by its field's name. */
export const serial = ({ value, key }: NamedField): Match | null => {
  const telling = tellingFor('serial', [key]);
  // `deviceId` alone says nothing of a serial number.
  const isNamed =
    telling === 'strong' || (telling === 'weak' && /s/i.test(key) && !/(?<!serial_?)id$/i.test(key));
  if (!isNamed || !isSerial(textAt(value)) || (telling === 'weak' && !isAmongFacts(value))) return null;
  return shapeMatch(
    value,
    'serial',
    'letters and digits under the name of a serial number, among facts of the handset',
  );
};
