import type { Canary } from '#model/canary';
import { ADDRESS_SPELLS, HEX_SPELLS } from './hexadecimal.ts';
import { type Content, bytesOf, type Spell } from './content.ts';
import { shortPlace } from './place.ts';
import { digested, digestStep } from './digest.ts';
import { NAME_SPELLS, rotatedSpell, TEXT_SPELLS } from './texts.ts';
import { NUMBER_SPELLS } from './numbers.ts';
import { PHONE_SPELLS } from './phone.ts';

const SPELLS: ReadonlyMap<string, Spell> = new Map(
  [TEXT_SPELLS, NAME_SPELLS, NUMBER_SPELLS, HEX_SPELLS, ADDRESS_SPELLS, PHONE_SPELLS].flatMap((spells) =>
    Object.entries(spells),
  ),
);

const placeSpell = (name: string): Spell | null => {
  const [, way, count] = /^(cut|round)\[([3-6])\]$/.exec(name) ?? [];
  return count === undefined ? null : (text) => [shortPlace(text, Number(count), way === 'round') ?? ''];
};

const spellOf = (name: string): Spell | null => SPELLS.get(name) ?? rotatedSpell(name) ?? placeSpell(name);

/** What one step of a recipe makes of a content; null for a step that is not known. */
const applied = (step: string, content: Content, canary: Canary): readonly Content[] | null => {
  const digest = digestStep(step);
  if (digest !== null) return [digested(bytesOf(content), digest)];
  const spell = spellOf(step);
  if (spell === null) return null;
  return spell(typeof content === 'string' ? content : content.toString('utf8'), canary).filter(
    (made) => made.length > 0,
  );
};

/** Enough for every way that a recipe's names leave open. */
const MOST_CONTENTS = 64;

const distinct = (contents: readonly Content[]): readonly Content[] =>
  [
    ...new Map(
      contents.map((content) => [`${typeof content} ${bytesOf(content).toString('latin1')}`, content]),
    ).values(),
  ].slice(0, MOST_CONTENTS);

/**
 * Everything that a recipe's steps may make of contents; null where one of the steps is not known. A value is taken
 * as it stands and without the white space around it.
 */
export const spelled = (
  steps: readonly string[],
  start: readonly Content[],
  canary: Canary,
): readonly Content[] | null => {
  let contents = start;
  for (const step of steps) {
    const made = contents.map((content) => applied(step, content, canary));
    if (made.includes(null)) return null;
    contents = distinct(made.flatMap((each) => each ?? []));
  }
  return contents;
};

/** The ways in which a canary's value is taken up by a recipe. */
export const valuesOf = ({ value }: Canary): readonly string[] => [...new Set([value, value.trim()])];
