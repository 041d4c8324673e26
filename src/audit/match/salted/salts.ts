import { isReversed } from '../../decode/decoder.ts';
import { resolveRoute } from '../../decode/route/resolve-route.ts';
import type { Layer } from '../../layer.ts';
import { type Found, textAt } from '../found.ts';
import type { OpenToken } from './open-token.ts';
import { type RequestSalt, requestSalts } from './request-salts.ts';
import { timeSalts } from './time-salts.ts';

/** What may have been hashed together with a value: `text` in latin1; `found` is null where it is made of the time. */
export type Salt = {
  readonly text: string;
  readonly recipe: string;
  readonly found: Found | null;
  /** Whether its name says that it is one. */
  readonly isTelling: boolean;
};

/** Values of a request that are tried before all others. */
const MOST_LIKELY = 48;
/** Tokens that are tried as salts of one another: a nonce of 32 digits has the length of a digest. */
const MOST_OWN = 8;

/** What is tried with each value beside the running minute, hour and day: the likeliest first. */
export type Salts = {
  /** Values of the request, those first whose names say that they are salts. */
  readonly likely: readonly Salt[];
  /** The neighbouring minutes, hours and days, and what else stands in the request. */
  readonly rest: readonly Salt[];
};

const saltFrom = ([text, { found, isTelling }]: readonly [string, RequestSalt]): Salt => ({
  text,
  recipe: 'value',
  found,
  isTelling,
});

// Keys and nonces are sent in headers, in the query or beside the token; of encoded layers most pieces look like tokens, so
// that the most decoded one comes first. What reads backwards is there twice.
const inOrder = (layers: readonly Layer[], tokens: readonly OpenToken[]): readonly Layer[] => {
  const holders = tokens.map(({ found }) => found.layer).toSorted((a, b) => b.depth - a.depth);
  const first = new Set([...layers.filter(isOfHead), ...holders.filter((layer) => !isReversed(layer))]);
  const others = layers.filter((layer) => !first.has(layer));
  return [...first, ...others.filter((layer) => !isReversed(layer)), ...others.filter(isReversed)];
};

/** The salts of a request, and of the time around it. With tokens cut short only values whose names tell are tried. */
export const saltsOf = (
  layers: readonly Layer[],
  wallMs: number | null,
  tokens: readonly OpenToken[],
): Salts => {
  const own = new Set(tokens.filter(({ isWhole }) => isWhole).map(({ found }) => textAt(found)));
  const values = [...requestSalts(inOrder(layers, tokens), own.size === 0)];
  const others = values.filter(([text]) => !own.has(text)).map(saltFrom);
  const ofTokens = values.filter(([text]) => own.has(text)).map(saltFrom);
  const most = MOST_LIKELY - MOST_OWN;
  const likely = [...others.slice(0, most), ...ofTokens.slice(0, MOST_OWN)];
  return {
    likely: likely.toSorted((a, b) => Number(b.isTelling) - Number(a.isTelling)),
    rest: [...timeSalts(wallMs).near, ...others.slice(most)],
  };
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

/** The few of these salts of the request that are also tried with something between them and a value. */
export const joinedSalts = (salts: readonly Salt[]): readonly Salt[] =>
  salts.filter(({ found, text }) => found !== null && text.length >= MIN_JOINED_BYTES).slice(0, MOST_JOINED);

const MOST_TELLING = 6;

/** Those whose names say that they are salts: few, so that more is tried with them. */
export const tellingSalts = (salts: readonly Salt[]): readonly Salt[] =>
  salts.filter(({ isTelling }) => isTelling).slice(0, MOST_TELLING);
