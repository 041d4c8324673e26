import { resolveRoute } from '../../decode/resolve-route.ts';
import type { Layer } from '../../layer.ts';
import { type Found, textAt } from '../found.ts';
import { requestSalts } from './request-salts.ts';
import { TIMES_OF_NOW, timeSalts } from './time-salts.ts';

/** What may have been hashed together with a value: `text` in latin1; `found` is null where it is made of the time. */
export type Salt = { readonly text: string; readonly recipe: string; readonly found: Found | null };

/** Values of a request that are tried before the times of the neighbouring minutes, hours and days. */
const MOST_LIKELY = 48;
/** Tokens that are tried as salts of one another: a nonce of 32 digits has the length of a digest. */
const MOST_OWN = 8;

/** What is tried with each value: times and values of the request, the likeliest first; of these tokens the first few. */
export const saltsOf = (
  layers: readonly Layer[],
  wallMs: number | null,
  tokens: readonly Found[],
): readonly Salt[] => {
  const own = new Set(tokens.map(textAt));
  const times = (wallMs === null ? [] : timeSalts(wallMs)).map((time) => ({ ...time, found: null }));
  // The bound may end the search before the rest: with tokens of several lengths, such as the id of a trace, it did so
  // among the times. Keys and nonces are sent in headers, in the query or beside the token; of encoded layers most
  // pieces look like tokens, so that the most decoded one comes first.
  const near = new Set(tokens.map(({ layer }) => layer).toSorted((a, b) => b.depth - a.depth));
  const first = new Set([...layers.filter(isOfHead), ...near]);
  const ordered = [...first, ...layers.filter((layer) => !first.has(layer))];
  const values = [...requestSalts(ordered)];
  const others = values.filter(([text]) => !own.has(text));
  const tokensOfOwn = values.filter(([text]) => own.has(text)).slice(0, MOST_OWN);
  const likely = [...others.slice(0, MOST_LIKELY - MOST_OWN), ...tokensOfOwn];
  const salts = [...likely, ...others.slice(MOST_LIKELY - MOST_OWN)].map(([text, found]) => ({
    text,
    recipe: 'value',
    found,
  }));
  return [
    ...times.slice(0, TIMES_OF_NOW),
    ...salts.slice(0, MOST_LIKELY),
    ...times.slice(TIMES_OF_NOW),
    ...salts.slice(MOST_LIKELY),
  ];
};

const isOfHead = ({ parent, part }: Layer): boolean =>
  parent === null && part !== 'body' && part !== 'websocket';

// The recipe is shown to people: a name that is no plain word may be a value.
/** What a recipe calls a salt. */
export const nameOf = ({ recipe, found }: Salt): string => {
  if (found === null) return recipe;
  const key = resolveRoute(found.layer, found.offset, found.length).keys[0] ?? '';
  return /^[A-Za-z_.-]{1,40}$/.test(key) ? `value of ${key}` : 'a value of the request';
};

/** Shorter values are settings and counters; one that is joined to another is a nonce, a time, a key, a package. */
const MIN_JOINED_BYTES = 8;
const MOST_JOINED = 12;

/** The few of these salts that are also tried with something between them and a value. */
export const joinedSalts = (salts: readonly Salt[]): readonly Salt[] => {
  const times = salts.filter(({ found }) => found === null).slice(0, TIMES_OF_NOW);
  const values = salts.filter(({ found, text }) => found !== null && text.length >= MIN_JOINED_BYTES);
  return [...values.slice(0, MOST_JOINED), ...times];
};
