/**
 * Characters that can act instead of being seen: controls (C0, DEL, C1), bidi marks and overrides, line and
 * paragraph separators, invisible joins and tags, noncharacters, lone surrogates.
 * Source: Unicode 16, General_Category Cc and Cs; UAX #9 §2; CVE-2021-42574.
 */
const ACTIVE =
  /[\u0000-\u001f\u007f-\u009f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\u{e0000}-\u{e007f}\p{Cs}]/gu;

const shown = (character: string): string => {
  if (character === '\n') return '↵';
  if (character === '\t' || character === '\r') return ' ';
  return `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
};

/** Gives captured text on one line, each active character replaced by a visible name such as ⟨U+202E⟩. */
export const inert = (text: string): string => text.replace(ACTIVE, shown);

/** Gives a whole document as `inert` does, but keeps its line ends. */
export const inertDocument = (document: string): string =>
  document.replace(ACTIVE, (character) => (character === '\n' ? character : shown(character)));

const escaped = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');

/** Gives JSON text whose strings hold no active character as it is: each is written as its `\\u` escape. */
export const inertJson = (json: string): string =>
  json.replace(ACTIVE, (character) => (character === '\n' ? character : escaped(character)));

/** Gives at most `limit` UTF-16 units of a text, and says how much was left out. */
export const cut = (text: string, limit: number): string =>
  text.length <= limit
    ? text
    : `${text.slice(0, limit).replace(/[\ud800-\udbff]$/, '')}… (${String(text.length - limit)} more characters)`;
