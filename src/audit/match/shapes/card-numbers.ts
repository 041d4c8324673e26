import { isLuhnValid } from '../algebra/luhn.ts';
import type { Telling } from './keys.ts';
import { hasCallingCode, hasMobileCountry, hasReportingBody } from './numbering.ts';

/** Numbers that documentation, emulators and copied code hold (3GPP, GSMA and Android emulator examples). */
const EXAMPLES: ReadonlySet<string> = new Set([
  ...['490154203237518', '004999010640000', '358240051111110', '012345678901237', '123456789012345'],
  ...['123456789012347', '352099001761481', '001010123456789', '310260000000000', '89014103211118510720'],
]);

const isFiller = (digits: string): boolean => EXAMPLES.has(digits) || /^([0-9])\1*$/.test(digits);

/**
 * Why some digits are an IMEI, given how clearly the field's name says so; null where they are none. A valid check
 * digit or a known reporting body suffices under a name that says IMEI; under another identifier's name both do.
 */
export const imeiReason = (digits: string, telling: Telling): string | null => {
  if (isFiller(digits) || digits.slice(8, 14) === '000000' || telling === 'none') return null;
  const isChecked = digits.length === 15 && isLuhnValid(digits);
  if (telling === 'weak')
    return isChecked && hasReportingBody(digits, true)
      ? '15 digits with a valid check digit and the prefix of a reporting body, under the name of an identifier'
      : null;
  if (isChecked) return '15 digits with a valid check digit, under the name of an IMEI';
  return digits.length <= 15 && hasReportingBody(digits, false)
    ? `${String(digits.length)} digits with the prefix of a reporting body, under the name of an IMEI`
    : null;
};

/** Why 14 or 15 digits are an IMSI; null where they are none. */
export const imsiReason = (digits: string, telling: Telling): string | null => {
  if (telling === 'none' || isFiller(digits) || !hasMobileCountry(digits)) return null;
  if (isFiller(digits.slice(5)) || (digits.length !== 15 && telling !== 'strong')) return null;
  return `${String(digits.length)} digits with a mobile country code, under the name of a subscriber or card`;
};

/** Why 19 or 20 digits are an ICCID (ITU-T E.118: 89, country, issuer, account, check digit); null where not. */
export const iccidReason = (digits: string, telling: Telling, isAlone: boolean): string | null => {
  if (!digits.startsWith('89') || isFiller(digits) || isFiller(digits.slice(2))) return null;
  if (telling === 'strong') return '89 and 17 or 18 more digits, under the name of a SIM card';
  if (!isLuhnValid(digits) || !hasCallingCode(digits.slice(2))) return null;
  if (telling === 'weak') return '89, a country code and a valid check digit, under the name of a card';
  return isAlone ? 'a whole field of 89, a country code and a valid check digit' : null;
};
