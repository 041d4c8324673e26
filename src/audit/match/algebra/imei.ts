import { digitsOf, distinct, type HashInput, numberForm, type Spellings } from './form.ts';
import { integerForms } from './integers.ts';
import { luhnDigit } from './luhn.ts';

/** Serial numbers under one type allocation code (3GPP TS 23.003 §6.2.1: 8 digits TAC, 6 digits serial, 1 check). */
const SERIALS_PER_MODEL = 1_000_000;

/**
 * An IMEI with and without its check digit, and as IMEISV (3GPP TS 23.003 §6.2.2: the check digit gives way to two
 * digits of software version, which may be any). Takes 14 to 16 digits with any separators; [] for others.
 */
export const imeiSpellings = (value: string): Spellings => {
  const digits = digitsOf(value);
  if (digits.length < 14 || digits.length > 16) return { forms: [], inputs: [], inversionCandidates: null };
  const base = digits.slice(0, 14);
  const whole = digits.length === 15 ? digits : base + luhnDigit(base);
  const inputs: readonly HashInput[] = [
    { content: whole, recipe: whole === value ? 'plain' : 'imei15' },
    { content: base, recipe: 'imei14' },
    { content: value, recipe: 'plain' },
    { content: digits, recipe: 'digits' },
  ];
  return {
    forms: [
      ...(digits.length === 16 ? [numberForm(digits, 'digits'), ...integerForms(BigInt(digits))] : []),
      numberForm(whole, 'digits'),
      numberForm(base, 'imei14'),
      { ...numberForm(base, 'imeisv'), boundary: 'digits' },
      ...integerForms(BigInt(whole)),
    ],
    inputs: distinct(inputs),
    inversionCandidates: SERIALS_PER_MODEL,
  };
};
