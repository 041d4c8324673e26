import { isPlaceholder } from '../algebra/placeholder.ts';
import { textAt } from '../found.ts';
import type { Match } from '../match.ts';
import type { NamedField } from './fields.ts';
import { isCounted } from './hex-ids.ts';
import { tellingFor } from './keys.ts';
import { shapeMatch } from './shape-match.ts';
import { runOf } from './value-runs.ts';

/** What names of an id that was given to a handset end with. */
export const DEVICE_ENDINGS = [
  ...['oaid', 'vaid', 'udid', 'cdid', 'duid', 'device_id', 'deviceid', 'device-id', 'devid', 'dev_id'],
  ...['device_uuid', 'deviceuuid', 'device_udid', 'hardware_id', 'hardwareid', 'hwid'],
  ...['app_set_id', 'appsetid'],
];

/** Names under which 16 digits are no Android id but one of the Mobile Security Alliance's (msa-alliance.cn). */
const OPEN_ID = /(?:oaid|vaid)$/i;
// With the R that Amplitude's SDK puts behind a UUID which it drew itself.
const DEVICE_ID =
  /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}R?|[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/i;
const SHORT_ID = /^[0-9a-f]{16}$/i;
const LEAST_DISTINCT = 6;

/** What such an id is made of. */
export const DEVICE_RUN = runOf('[0-9a-fA-FRr-]', 16);

const isDeviceId = (text: string, key: string): boolean =>
  (DEVICE_ID.test(text) || (SHORT_ID.test(text) && OPEN_ID.test(key))) &&
  new Set(text.toLowerCase().replace(/[-r]/g, '')).size >= LEAST_DISTINCT &&
  /[a-f]/i.test(text) &&
  !isCounted(text.replace(/[-R]/gi, '')) &&
  !isPlaceholder(text);

/** An id that a vendor or an SDK gave to the handset, by its field's name. */
export const deviceId = ({ value, key }: NamedField): Match | null =>
  tellingFor('device_id', [key]) === 'strong' && isDeviceId(textAt(value), key)
    ? shapeMatch(value, 'device_id', 'a UUID or a number in hexadecimal, under the name of a handset’s id')
    : null;
