/** The Luhn check digit that follows these digits (ISO/IEC 7812-1, annex B). */
export const luhnDigit = (digits: string): string => {
  let sum = 0;
  for (let index = digits.length - 1, double = true; index >= 0; index--, double = !double) {
    const digit = digits.charCodeAt(index) - 48;
    sum += double ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit;
  }
  return String((10 - (sum % 10)) % 10);
};

/** Whether the last digit is the Luhn check digit of the others. */
export const isLuhnValid = (digits: string): boolean =>
  digits.length > 1 && luhnDigit(digits.slice(0, -1)) === digits.slice(-1);
