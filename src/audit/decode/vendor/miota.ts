import type { Child } from '../../layer.ts';
import type { Decoder, View } from '../decoder.ts';
import { isText } from '../traits.ts';
import { plainUnder } from './aes.ts';
import { formWith } from './form-values.ts';

/** The key that every build of the updater shares. Source: HegeKen/MRData scripts/common.py. */
const MIOTA_KEY = Buffer.from('miuiotavalided11', 'latin1');

/** The initial vector of Xiaomi's account and cloud code: ASCII digits. Source: the same; AESCoder of accountsdk. */
export const XIAOMI_IV = Buffer.from('0102030405060708', 'latin1');

const decode = ({ layer, bytes, traits }: View): readonly Child[] => {
  if (isText(traits) || layer.parent === null || formWith(layer, ['q']) === null) return [];
  const found = plainUnder(bytes, MIOTA_KEY, XIAOMI_IV);
  if (found === null) return [];
  return [{ bytes: found.bytes, link: { step: 'xiaomi-miota', offset: 0, length: found.length } }];
};

/** `q` of Xiaomi's updater (miotaV3.php): AES-CBC under a static key. */
export const MIOTA: Decoder = { name: 'xiaomi-miota', decode };
