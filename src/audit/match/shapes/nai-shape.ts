import { toBuffer } from '../../decode/buffer.ts';
import type { Layer } from '../../layer.ts';
import type { Match } from '../match.ts';
import { imsiReason } from './card-numbers.ts';
import { shapeMatch } from './shape-match.ts';

const REALM = Buffer.from('.3gppnetwork.org');
const MOST_REALM = 64;
const IMSI_DIGITS = 15;

// One digit in front says how the subscriber is to be authenticated.
const SUBSCRIBER = /([0-9]{14,15})@(?:[a-z0-9-]+\.){1,4}mnc[0-9]{3}\.mcc[0-9]{3}$/;

const imsiBefore = (layer: Layer, realm: number): Match | null => {
  const bytes = toBuffer(layer.bytes);
  const from = Math.max(0, realm - MOST_REALM - IMSI_DIGITS);
  const found = SUBSCRIBER.exec(bytes.toString('latin1', from, realm));
  const digits = found?.[1] ?? '';
  if (found === null || imsiReason(digits, 'strong') === null) return null;
  const offset = from + found.index;
  return shapeMatch(
    { layer, offset, length: digits.length },
    'imsi',
    'a mobile country code and more digits, as the name of a subscriber in a mobile network',
  );
};

/**
 * Subscriber numbers in names of subscribers, `<IMSI>@ims.mnc045.mcc404.3gppnetwork.org` or, with one digit in front,
 * `0<IMSI>@nai.epc.mnc…` (3GPP TS 23.003 §13.3 and §19.3.2). The digits name the same country and network.
 */
export const subscriberNames = (layer: Layer): readonly Match[] => {
  const bytes = toBuffer(layer.bytes);
  const matches: Match[] = [];
  for (let at = bytes.indexOf(REALM); at !== -1; at = bytes.indexOf(REALM, at + REALM.length)) {
    const match = imsiBefore(layer, at);
    if (match !== null) matches.push(match);
  }
  return matches;
};
