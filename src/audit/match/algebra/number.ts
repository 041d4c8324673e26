import { digitsOf, distinct, numberForm, type Spellings } from './form.ts';
import { integerForms } from './integers.ts';

/**
 * The digit before an IMSI in the name of a subscriber, by how the subscriber is to be authenticated: EAP-AKA, EAP-SIM,
 * EAP-AKA' (3GPP TS 23.003 §19.3.2).
 */
const IDENTITY_DIGITS = ['0', '1', '6'];

/** IMSI: at most 15 digits, of which 5 or 6 name country and network (3GPP TS 23.003 §2.2). */
export const imsiSpellings = (value: string): Spellings => {
  const digits = digitsOf(value);
  return {
    forms: [
      numberForm(digits, 'digits'),
      ...IDENTITY_DIGITS.map((digit) => numberForm(digit + digits, `digits behind ${digit}`)),
      ...integerForms(BigInt(digits || '0')),
    ],
    inputs: distinct([
      { content: value, recipe: 'plain' },
      { content: digits, recipe: 'digits' },
    ]),
    inversionCandidates: 10 ** Math.max(0, digits.length - 5),
  };
};

const FULL_ICCID_DIGITS = 20;

/** ICCID: 19 or 20 digits, the last a check digit that some software leaves out (ITU-T E.118 §4). */
export const iccidSpellings = (value: string): Spellings => {
  const digits = digitsOf(value);
  const shorter = digits.length >= 19 && digits.length <= FULL_ICCID_DIGITS ? digits.slice(0, -1) : digits;
  return {
    forms: [numberForm(digits, 'digits'), numberForm(shorter, 'digits[0:-1]')],
    inputs: distinct([
      { content: value, recipe: 'plain' },
      { content: digits, recipe: 'digits' },
      { content: shorter, recipe: 'digits[0:-1]' },
    ]),
    inversionCandidates: null,
  };
};
