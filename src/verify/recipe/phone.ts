import { parsePhoneNumberFromString, type CountryCode, type PhoneNumber } from 'libphonenumber-js/max';
import { digitsIn, type Spell } from './content.ts';

const spoken =
  (speak: (number: PhoneNumber) => string): Spell =>
  (text, { region }) => {
    const number = parsePhoneNumberFromString(text, region as CountryCode | undefined);
    return number === undefined ? [] : [speak(number)];
  };

/** Spellings of a telephone number. */
export const PHONE_SPELLS: Readonly<Record<string, Spell>> = {
  e164: spoken(({ number }) => digitsIn(number)),
  '+e164': spoken(({ number }) => number),
  nsn: spoken(({ nationalNumber }) => nationalNumber),
  national: spoken((number) => digitsIn(number.formatNational())),
  trunk: spoken(({ nationalNumber }) => `0${nationalNumber}`),
  idd00: spoken(({ number }) => `00${digitsIn(number)}`),
  idd011: spoken(({ number }) => `011${digitsIn(number)}`),
  'e164-trunk': spoken(({ countryCallingCode, nationalNumber }) => `${countryCallingCode}0${nationalNumber}`),
  international: spoken((number) => number.formatInternational()),
  'national-grouped': spoken((number) => number.formatNational()),
};
