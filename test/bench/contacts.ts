import { createHash } from 'node:crypto';
import type { Canary } from '#model/canary';
import { type Draw, makeDraw } from './seeded.ts';

const SYLLABLES = 'an ar bel ca da el fi ga hu in jo ka la mi no or pe qui ra so ta ul va wen xi yo zu'.split(
  ' ',
);

const word = (draw: Draw): string => {
  const text = Array.from({ length: 2 + draw.below(2) }, () => draw.pick(SYLLABLES)).join('');
  return text.slice(0, 1).toUpperCase() + text.slice(1);
};

/** The name, number and e-mail address of so many people who do not exist; the numbers are of Ofcom's range for drama. */
export const makeContacts = (people: number, seed = 3): readonly Canary[] => {
  const draw = makeDraw(seed);
  return Array.from({ length: people }, (_, index): readonly Canary[] => {
    const [first, last, id] = [word(draw), `${word(draw)}${word(draw).toLowerCase()}`, String(index)];
    return [
      { id: `name-${id}`, class: 'contact.name', value: `${first} ${last}` },
      { id: `number-${id}`, class: 'contact.number', value: `+447700${draw.digits(6)}`, region: 'GB' },
      {
        id: `email-${id}`,
        class: 'contact.email',
        value: `${first}.${last}${String(draw.below(99))}@example.org`.toLowerCase(),
      },
    ];
  }).flat();
};

const spellings = (draw: Draw): readonly string[] => {
  const value = draw.pick([
    draw.hex(16),
    draw.digits(15),
    `+4477${draw.digits(8)}`,
    `${word(draw)} ${word(draw)}`,
  ]);
  const digest = (name: string): string => createHash(name).update(value).digest('hex');
  return [
    value,
    digest('md5'),
    digest('sha1'),
    digest('sha256'),
    value.toUpperCase(),
    encodeURIComponent(value),
    `${word(draw).toLowerCase()}@gmail.com`,
  ];
};

/** So many distinct patterns of 7 to 64 bytes, as a list of identifiers and contacts gives them. */
export const makePatterns = (count: number, seed = 5): readonly string[] => {
  const draw = makeDraw(seed);
  const patterns = new Set<string>();
  while (patterns.size < count)
    for (const text of spellings(draw))
      if (text.length >= 7 && text.length <= 64 && patterns.size < count) patterns.add(text);
  return [...patterns];
};
