import type { Finding } from '#model/finding';
import { digestStep, type DigestStep, digestLength } from './recipe/digest.ts';
import { stepsOf } from './recipe/split.ts';
import { varintAt } from './undo/records.ts';

/** Above this many accidental matches to be expected in the capture a digest proves nothing. */
const LARGEST_CHANCE = 1e-9;
/** However long a text, it is not said to tell more. */
const MOST_BITS = 256;
const DECIMAL = /^[0-9\s.,+()/:-]+$/;
const HEXADECIMAL = /^[0-9a-fA-F:.-]+$/;

/** Bits that a text tells by the digits or characters that it has, as if they were drawn. */
const textBits = (text: string): number => {
  if (DECIMAL.test(text)) return text.replace(/[^0-9]/g, '').length * Math.log2(10);
  if (HEXADECIMAL.test(text)) return text.replace(/[^0-9a-fA-F]/g, '').length * 4;
  return Math.min(MOST_BITS, text.length * 4);
};

/** Bits of a digest that its form leaves, by the cut of its bytes or of its text. */
const digestBits = (step: DigestStep): number => {
  const whole = digestLength(step) * 8;
  if (step.text === null) return step.bytes === null ? whole : Math.min(whole, step.bytes.count * 8);
  const isHex = step.form === 'hex' || step.form === 'HEX';
  return Math.min(whole, step.text.count * (isHex ? 4 : 6));
};

const lastStep = ({ proof: { recipe } }: Finding): DigestStep | null =>
  digestStep(stepsOf(recipe).at(-1) ?? '');

const MOST_TEXT = 4096;

/** A number that bytes are in a binary form, by the recipe of that form; null for any other. */
const numberIn = (bytes: Buffer, recipe: string): bigint | number | null => {
  if (recipe === 'varint') return varintAt(bytes, 0)?.value ?? null;
  if (bytes.length !== 8) return null;
  switch (recipe) {
    case 'int64be':
      return bytes.readBigUInt64BE();
    case 'int64le':
      return bytes.readBigUInt64LE();
    case 'float64be':
      return bytes.readDoubleBE();
    case 'float64le':
      return bytes.readDoubleLE();
    default:
      return null;
  }
};

const plainBits = ({ bytes, recipe }: Told): number => {
  if (recipe === 'bytes') return bytes.length * 8;
  const number = numberIn(bytes, recipe);
  if (number !== null) return Math.min(bytes.length * 8, textBits(String(number)));
  return textBits(bytes.toString('utf8', 0, MOST_TEXT));
};

/** Bytes at the end of a route, and the recipe by which they are the value or a part of it. */
export type Told = { readonly bytes: Buffer; readonly recipe: string };

/** Bits that the bytes at the end of a finding's routes tell; of a value of two numbers both count. */
export const bitsOf = (finding: Finding, told: readonly Told[]): number => {
  const step = lastStep(finding);
  // Without its zeros a digest tells no more than the digits that are left.
  if (step?.form === 'unpadded') return told.reduce((sum, { bytes }) => sum + bytes.length * 4, 0);
  if (step !== null) return digestBits(step);
  return told.reduce((sum, one) => sum + plainBits(one), 0);
};

const isNear = (a: number, b: number): boolean =>
  Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));

/** The level that the kind of recipe and its chance allow. */
const levelOf = (finding: Finding): Finding['level'] => {
  if (finding.canaryId === null) return 'C';
  if (lastStep(finding) === null) return 'A';
  return finding.proof.chance < LARGEST_CHANCE ? 'B' : 'C';
};

/** Of a whole value all was seen. */
const isShareOf = ({ class: dataClass, proof: { recipe, share } }: Finding): boolean =>
  share === 1 || recipe === 'part' || dataClass === 'installed_apps';

/** The spelling is the recipe, or the end of one that changes the value first. */
const isSpelling = ({ spelling, proof: { recipe } }: Finding): boolean =>
  spelling === recipe || recipe.endsWith(` > ${spelling.replace(/^salted /, '')}`);

/** What a finding says of its own strength and is not so: bits, chance or level; null where all is so. */
export const wrongStrength = (finding: Finding, bits: number, searchedBytes: number): string | null => {
  const { proof, level } = finding;
  if ((finding.canaryId === null) !== (proof.recipe === 'shape')) return 'a shape has no recipe';
  if (!isShareOf(finding)) return 'its recipe takes the whole value';
  if (!isSpelling(finding)) return 'its spelling is not that of its recipe';
  if (!isNear(proof.bits, bits)) return `the bytes at the end tell ${bits} bits`;
  const least = (lastStep(finding) === null ? searchedBytes : 1) / 2 ** bits;
  const isChance =
    lastStep(finding) === null ? isNear(proof.chance, Math.min(1, least)) : proof.chance >= least;
  if (!isChance || proof.chance > 1) return 'its chance does not follow from its bits';
  return level === levelOf(finding) ? null : `its recipe and chance are of level ${levelOf(finding)}`;
};
