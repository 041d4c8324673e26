import type { Canary } from '#model/canary';
import { bytesOf, type Content, digitsIn } from './content.ts';
import { checkDigit } from './numbers.ts';
import { digestStep, isDigestText } from './digest.ts';
import { isSaltedDigest, type Salts } from './salted.ts';
import { spelled, valuesOf } from './spell.ts';
import { stepsOf } from './split.ts';
import { togetherText } from './together.ts';

/** The known values, and what a finding's recipe may need besides its own. */
export type Known = {
  readonly canary: Canary;
  readonly canaryOf: (id: string) => Canary | undefined;
  readonly salts: Salts;
};

/** Whether bytes are what a recipe makes of a value, or the reason why that cannot be told. */
export type Agreement = { readonly agrees: boolean; readonly why: string };

const yes: Agreement = { agrees: true, why: '' };
const no = (why: string): Agreement => ({ agrees: false, why });
const given = (agrees: boolean): Agreement =>
  agrees ? yes : no('the bytes at the end are not what the recipe makes of the value');

const smallLetters = (bytes: Buffer): string =>
  bytes.toString('latin1').replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** Digits and what groups them, from the first digit to the last. */
const NUMBER = /^\+?\d(?:[\d \-./()_:+]*\d)?$/;
/** The blanks and dashes of typographers, in UTF-8. */
const TYPESET = /\xc2\xa0|\xe2\x80[\x87\x89\x90-\x95\xaf]|\xe2\x88\x92/g;

const isNumber = (text: string): boolean => NUMBER.test(text.replace(TYPESET, ' '));

/** Text may be in letters of another case, a number may have its digits grouped. */
const isWritten = (seen: Buffer, content: Content): boolean => {
  const made = bytesOf(content);
  if (seen.equals(made)) return true;
  if (typeof content !== 'string') return false;
  if (smallLetters(seen) === smallLetters(made)) return true;
  const text = seen.toString('latin1');
  return /^\+?\d+$/.test(content) && isNumber(text) && digitsIn(text) === digitsIn(content);
};

/** 16 digits: the IMEI's first 14 and a software version, whose first digit is not by chance the check digit. */
const isImeiWithVersion = (seen: Buffer, canary: Canary): boolean => {
  const digits = digitsIn(seen.toString('latin1'));
  const base = digitsIn(canary.value).slice(0, 14);
  return (
    isNumber(seen.toString('latin1')) &&
    base.length === 14 &&
    digits.length === 16 &&
    digits.startsWith(base) &&
    digits[14] !== checkDigit(base)
  );
};

const LEAST_PART_BYTES = 24;

/** A stretch of the text, at least a quarter of it. */
const isPart = (seen: Buffer, canary: Canary, share: number): boolean => {
  const whole = Buffer.from(canary.value.trim());
  const least = Math.max(LEAST_PART_BYTES, Math.ceil(whole.length / 4));
  const isShare = Math.abs(share - seen.length / whole.length) < 1e-6;
  return seen.length >= least && isShare && smallLetters(whole).includes(smallLetters(seen));
};

const agreesPlainly = (seen: Buffer, recipe: string, { canary, canaryOf }: Known): Agreement => {
  const steps = stepsOf(recipe);
  const last = digestStep(steps.at(-1) ?? '');
  const together = togetherText(steps[0] ?? '', canary, canaryOf);
  const contents =
    together === null
      ? spelled(steps, valuesOf(canary), canary)
      : spelled(steps.slice(1), [together], canary);
  if (contents === null) return no('a step of the recipe is not known');
  return given(
    contents.some((content) =>
      last === null ? isWritten(seen, content) : isDigestText(seen, bytesOf(content), last.form),
    ),
  );
};

/** Applies a recipe to a value and compares what it gives with the bytes at the end of a route. */
export const agreesWith = (
  seen: Buffer,
  { recipe, share }: { readonly recipe: string; readonly share: number },
  known: Known,
): Agreement => {
  if (recipe === 'imeisv') return given(isImeiWithVersion(seen, known.canary));
  if (recipe === 'part') return given(isPart(seen, known.canary, share));
  const salted = isSaltedDigest(seen, recipe, known.canary, known.salts);
  return salted === null ? agreesPlainly(seen, recipe, known) : given(salted);
};
