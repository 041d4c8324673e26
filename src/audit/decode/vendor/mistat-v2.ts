import { createHash } from 'node:crypto';
import type { Child } from '../../layer.ts';
import type { Context, Decoder, View } from '../decoder.ts';
import { isText } from '../traits.ts';
import { BLOCK, plainUnder } from './aes.ts';
import { formWith, namedValues } from './form-values.ts';

/** Fields of a mistat v2 form that its key is made of. */
export const MISTAT_IDS = ['app_id', 'app_key', 'device_id'];

/**
 * The key of a mistat v2 form: the first 16 characters of upper-case MD5 of `seed:<app_id>-<app_key>-<device_id>`.
 * Source: Mi-Walkie-Talkie-Plus, com/xiaomi/mistatistic/sdk/controller.
 */
const mistatKey = (values: ReadonlyMap<string, string>): Buffer => {
  const ids = MISTAT_IDS.map((name) => values.get(name) ?? '');
  const digest = createHash('md5')
    .update(`seed:${ids.join('-')}`)
    .digest('hex');
  return Buffer.from(digest.toUpperCase().slice(0, 16), 'latin1');
};

/** Whether so many bytes in hexadecimal may be ciphertext: their layer is such a form, or stands in one. */
export const isMistatHex: Context['isSealedHex'] = (layer, byteLength) =>
  byteLength % BLOCK === 0 &&
  (namedValues(layer, MISTAT_IDS) !== null || formWith(layer, MISTAT_IDS) !== null);

const decode = ({ layer, bytes, traits }: View): readonly Child[] => {
  if (layer.link.step !== 'hex' || isText(traits)) return [];
  const values = formWith(layer, MISTAT_IDS);
  const found = values === null ? null : plainUnder(bytes, mistatKey(values), null);
  if (found === null) return [];
  return [{ bytes: found.bytes, link: { step: 'xiaomi-mistat-v2', offset: 0, length: found.length } }];
};

/** `stat_value` of Xiaomi's mistat v2: hexadecimal of AES-ECB under a key made of the form's own fields. */
export const MISTAT_V2: Decoder = { name: 'xiaomi-mistat-v2', decode };
