import { toBuffer } from '../../decode/buffer.ts';
import type { Layer } from '../../layer.ts';
import { textAt } from '../found.ts';
import type { Match } from '../match.ts';
import { isPerson } from './person.ts';
import { shapeMatch } from './shape-match.ts';

const BEGIN = Buffer.from('BEGIN:VCARD');
/** A card without either says nothing of whom it is. */
const REACHED_BY = /(?:^|[\r\n])(?:[\w-]{1,20}\.)?(?:TEL|EMAIL)[;:]/i;
const FORMATTED_NAME =
  /(?<=^|[\r\n])(?:[\w-]{1,20}\.)?FN(?:;(?![^:\r\n]*QUOTED)[^:\r\n]{1,80})?:([^\r\n]{2,200})/gi;

const MOST_CARDS = 10_000;

/** The names on the cards of an address book, by the property that a card has to have (RFC 6350 §6.2.1). */
export const cardNames = (layer: Layer): readonly Match[] => {
  const bytes = toBuffer(layer.bytes);
  if (!bytes.includes(BEGIN)) return [];
  const text = bytes.toString('latin1');
  if (!REACHED_BY.test(text)) return [];
  const matches: Match[] = [];
  for (const { 0: line, 1: name = '', index } of text.matchAll(FORMATTED_NAME)) {
    const value = { layer, offset: index + line.length - name.length, length: name.length };
    if (isPerson(textAt(value).replaceAll('\\,', ',')))
      matches.push(shapeMatch(value, 'contact.name', 'the name on a card of an address book'));
    if (matches.length >= MOST_CARDS) break;
  }
  return matches;
};
