import { isPlaceholder } from '../algebra/placeholder.ts';

const MOST_CHARACTERS = 60;
/** Of names of files, hosts, fields and elements, hardly of people's. */
const NO_PERSON = /[\p{N}_=/\\:@#{}<>[\]]/u;

/** Whether a text may be the name of a person, where something else says that one stands there. */
export const isPerson = (text: string): boolean =>
  text.length <= MOST_CHARACTERS && /\p{L}/u.test(text) && !NO_PERSON.test(text) && !isPlaceholder(text);
