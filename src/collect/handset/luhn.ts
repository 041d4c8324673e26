/** True for digits whose last one is the check digit of the others (ISO/IEC 7812-1 annex B). */
export const isLuhn = (digits: string): boolean => {
  if (!/^\d{2,40}$/.test(digits)) return false;
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits[digits.length - 1 - place]);
    const doubled = place % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
};
