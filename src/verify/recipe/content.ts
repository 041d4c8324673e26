import type { Canary } from '#model/canary';

/** What a recipe has come to so far: the value in one of the ways that its name allows. */
export type Content = string | Buffer;

/** One named step of a recipe, from one content to those that the name allows; [] where it does not apply. */
export type Spell = (text: string, canary: Canary) => readonly Content[];

/** Only the digits of a text. */
export const digitsIn = (text: string): string => text.replace(/[^0-9]/g, '');

/** Only the hexadecimal digits of a text, small. */
export const hexIn = (text: string): string => text.replace(/[^\da-fA-F]/g, '').toLowerCase();

/** The bytes of a content, text as UTF-8. */
export const bytesOf = (content: Content): Buffer =>
  typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
