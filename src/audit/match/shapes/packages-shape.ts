import { toBuffer } from '../../decode/buffer.ts';
import type { Layer } from '../../layer.ts';
import type { Match } from '../match.ts';
import type { Names } from './names.ts';
import { shapeMatch } from './shape-match.ts';

/** Fewer names are the sender's own and its partners' (contract of the class). */
const MIN_PACKAGES = 5;
/** Longer layers are searched so far. */
const MOST_BYTES = 1_000_000;
/** Names of fields around that are asked. */
const MOST_AROUND = 6;
/** What a list of packages holds more of than anything else. */
const COMMON = 'com.';

/** A package's name as a value of its own, or one of many between separators: no class, no host, no path. */
const PACKAGE =
  /(?<=^|["',;|=:[(>\s]|%22|%2C|%7C|%3B)(?:com|cn|org|net|ru|in|io|jp|kr|me|tv|de|uk|br|air|app|id|vn|pl|fr)(?:\.[a-z][a-z0-9_]{0,40}){1,5}(?=$|["',;|:@&)<\s\]]|%22|%2C|%7C|%3A|%3B|%40)/g;

const LISTED = /app|pkg|package|install/i;
/** Lists of what may not be shown or is asked for, and names of an app's own parts. */
const NOT_INSTALLED =
  /block|black|bapp|deny|white|allow|support|permission|activit|class|trace|stack|queries/i;

const holdsSome = (bytes: Buffer): boolean => {
  let count = 0;
  for (let at = bytes.indexOf(COMMON); at !== -1; at = bytes.indexOf(COMMON, at + COMMON.length))
    if (++count >= 3) return true;
  return false;
};

/** A list of five packages or more, under names that say that they are apps: one match, at one of them. */
export const packageList = (layer: Layer, names: Names): Match | null => {
  const bytes = toBuffer(layer.bytes);
  if (!holdsSome(bytes)) return null;
  const text = bytes.toString('latin1', 0, MOST_BYTES);
  const found = [...text.matchAll(PACKAGE)];
  // The sender's own name may stand before the list.
  const middle = found[found.length >> 1];
  const count = new Set(found.map(([name]) => name)).size;
  if (middle === undefined || count < MIN_PACKAGES) return null;
  const at = { layer, offset: middle.index, length: middle[0].length };
  const around = names.around(at).slice(0, MOST_AROUND);
  if (!around.some((name) => LISTED.test(name)) || around.some((name) => NOT_INSTALLED.test(name)))
    return null;
  return shapeMatch(
    at,
    'installed_apps',
    `${String(count)} names of packages, listed under the name of apps`,
  );
};
