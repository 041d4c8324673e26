import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';
import {
  bytesForm,
  digitsOf,
  distinct,
  type Form,
  type HashInput,
  numberForm,
  type Spellings,
} from './form.ts';
import { isSingleWord } from './word.ts';

/** A shorter run of digits is too common to be a phone number by itself. */
const MIN_SUBSTRING_DIGITS = 8;

const form = (digits: string, recipe: string): Form => {
  const whole = numberForm(digits, recipe);
  return digits.length < MIN_SUBSTRING_DIGITS ? { ...whole, boundary: 'field' } : whole;
};

const unparsed = (value: string): Spellings => {
  const digits = digitsOf(value);
  if (digits.length < 3) return { forms: [], inputs: [], inversionCandidates: null };
  return {
    forms: [form(digits, 'digits')],
    inputs: distinct([
      { content: value, recipe: 'plain' },
      { content: digits, recipe: 'digits' },
    ]),
    inversionCandidates: 10 ** digits.length,
  };
};

/** Letters that make a sender's name, not a number with an extension. */
const LEAST_LETTERS = 3;

// `VM-HDFCBK`: the name under which a firm sends messages stands where a number would (3GPP TS 23.040 §9.1.2.5).
const senderName = (value: string): Spellings | null => {
  const name = value.trim();
  if ((name.match(/\p{L}/gu) ?? []).length < LEAST_LETTERS || digitsOf(name).length >= LEAST_LETTERS)
    return null;
  return {
    forms: [bytesForm(name, 'plain', isSingleWord(name) ? 'named' : 'word')],
    inputs: [{ content: value, recipe: 'plain' }],
    inversionCandidates: null,
  };
};

/**
 * A telephone number as people and software write it: national with and without trunk prefix, E.164 with and
 * without plus, with the 00 or 011 prefix, grouped; the name of a sender as it stands. `region` is the country of a national number.
 */
export const phoneSpellings = (value: string, region: string | undefined): Spellings => {
  const parsed = parsePhoneNumberFromString(value, region as CountryCode | undefined);
  // A short code, or a local number without its area: nobody dials it from elsewhere.
  if (parsed === undefined || !parsed.isPossible()) return senderName(value) ?? unparsed(value);
  const code = parsed.countryCallingCode;
  const national = parsed.nationalNumber;
  const dialled = digitsOf(parsed.formatNational());
  const spoken: readonly (readonly [string, string])[] = [
    [code + national, 'e164'],
    [national, 'nsn'],
    [dialled, 'national'],
    [`0${national}`, 'trunk'],
    [`00${code}${national}`, 'idd00'],
    [`011${code}${national}`, 'idd011'],
    [`${code}0${national}`, 'e164-trunk'],
  ];
  const grouped: readonly HashInput[] = [
    { content: `+${code}${national}`, recipe: '+e164' },
    { content: parsed.formatInternational(), recipe: 'international' },
    { content: parsed.formatNational(), recipe: 'national-grouped' },
    { content: value, recipe: 'plain' },
  ];
  return {
    forms: distinct(spoken.map(([digits, recipe]) => form(digits, recipe))),
    inputs: distinct([...spoken.map(([content, recipe]) => ({ content, recipe })), ...grouped]),
    inversionCandidates: 10 ** national.length,
  };
};
