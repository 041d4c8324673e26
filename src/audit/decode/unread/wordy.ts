/** Of drawn base64 a pair of neighbours is of two small letters, or of two capitals, so often: (26/64)². */
const CHANCE = 0.165;
/** The standard deviation of how many such pairs a text has, per root of its length; pairs overlap. */
const DEVIATION = 0.466;
const MOST_DEVIATIONS = 4.5;

const isBetween = (byte: number | undefined, from: number): boolean =>
  byte !== undefined && byte >= from && byte < from + 26;

const IS_VOWEL = new Uint8Array(256);
for (const vowel of 'aeiouy') IS_VOWEL[vowel.charCodeAt(0)] = 1;
/** Words have a vowel in two or three letters of six, drawn letters in one of four. */
const LEAST_VOWELS = 0.3;

const pairsFrom = (text: Uint8Array, from: number): number => {
  let pairs = 0;
  for (let at = 1; at < text.length; at++)
    if (isBetween(text[at], from) && isBetween(text[at - 1], from)) pairs++;
  return pairs;
};

/**
 * Whether text in the alphabet of base64 is made of words, as a path or the long name of a function is: small letters
 * or capitals stand together far more often than in drawn base64.
 */
export const isWordy = (text: Uint8Array): boolean =>
  pairsFrom(text, 0x61) > mostPairs(text) || pairsFrom(text, 0x41) > mostPairs(text);

const mostPairs = ({ length }: Uint8Array): number =>
  CHANCE * length + MOST_DEVIATIONS * DEVIATION * Math.sqrt(length);

/** As `isWordy`, of words in small letters that can be spoken: base64 of bytes with a pattern has pairs, too. */
export const isSpoken = (text: Uint8Array): boolean => {
  let letters = 0;
  let vowels = 0;
  for (const byte of text) {
    if (!isBetween(byte, 0x61)) continue;
    letters++;
    vowels += IS_VOWEL[byte] as number;
  }
  return vowels >= letters * LEAST_VOWELS && pairsFrom(text, 0x61) > mostPairs(text);
};
