import { textAt } from '../found.ts';
import type { Match } from '../match.ts';
import type { NamedField } from './fields.ts';
import { isCounted } from './hex-ids.ts';
import { tellingFor } from './keys.ts';
import { shapeMatch } from './shape-match.ts';
import { runOf } from './value-runs.ts';

/** What names of a MEID end with: TelephonyManager.getDeviceId gives one on CDMA, so that it stands under `imei`, too. */
export const MEID_ENDINGS = ['meid', 'meids', 'meid1', 'meid2', 'imei', 'imei1', 'imei2'];

/** What a MEID is made of. */
export const MEID_RUN = runOf('[0-9A-Fa-f]', 14);

// 14 digits of which the first two are a region from A0 on: what is below is an IMEI's (3GPP2 S.R0048-A §2.1).
const MEID = /^[A-F][0-9A-F]{13}$/i;

/** A MEID in hexadecimal, which CDMA handsets have beside or instead of an IMEI, by its field's name. */
export const meid = ({ value, key }: NamedField): Match | null => {
  const text = textAt(value);
  const isMeid = MEID.test(text) && !isCounted(text) && new Set(text.toUpperCase()).size > 4;
  return isMeid && tellingFor('imei', [key]) === 'strong'
    ? shapeMatch(value, 'imei', '14 hex digits with a MEID’s region, under the name of one or of an IMEI')
    : null;
};
