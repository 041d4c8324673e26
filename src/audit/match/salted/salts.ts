import { resolveRoute } from '../../decode/resolve-route.ts';
import type { Layer } from '../../layer.ts';
import { type Found, textAt } from '../found.ts';
import type { OpenToken } from './open-token.ts';
import { requestSalts } from './request-salts.ts';
import { timeSalts } from './time-salts.ts';

/** What may have been hashed together with a value: `text` in latin1; `found` is null where it is made of the time. */
export type Salt = {
  readonly text: string;
  readonly recipe: string;
  readonly found: Found | null;
  /** Whether its name says that it is one. */
  readonly isTelling: boolean;
};

/** Values of a request that are tried before the times of the neighbouring minutes, hours and days. */
const MOST_LIKELY = 48;
/** Tokens that are tried as salts of one another: a nonce of 32 digits has the length of a digest. */
const MOST_OWN = 8;

/** What is tried with each value: times and values of the request, the likeliest first; of these tokens the first few. */
export const saltsOf = (
  layers: readonly Layer[],
  wallMs: number | null,
  tokens: readonly OpenToken[],
): readonly Salt[] => {
  const own = new Set(tokens.filter(({ isWhole }) => isWhole).map(({ found }) => textAt(found)));
  const { all, ofNow } = timeSalts(wallMs);
  // The bound may end the search before the rest: with tokens of several lengths, such as the id of a trace, it did so
  // among the times. Keys and nonces are sent in headers, in the query or beside the token; of encoded layers most
  // pieces look like tokens, so that the most decoded one comes first.
  const near = new Set(tokens.map(({ found }) => found.layer).toSorted((a, b) => b.depth - a.depth));
  const first = new Set([...layers.filter(isOfHead), ...near]);
  const ordered = [...first, ...layers.filter((layer) => !first.has(layer))];
  // With tokens cut short no others are tried.
  const values = [...requestSalts(ordered, own.size === 0)];
  const others = values.filter(([text]) => !own.has(text));
  const tokensOfOwn = values.filter(([text]) => own.has(text)).slice(0, MOST_OWN);
  const likely = [...others.slice(0, MOST_LIKELY - MOST_OWN), ...tokensOfOwn];
  const salts = [...likely, ...others.slice(MOST_LIKELY - MOST_OWN)].map(([text, { found, isTelling }]) => ({
    text,
    recipe: 'value',
    found,
    isTelling,
  }));
  return [...ofNow, ...salts.slice(0, MOST_LIKELY), ...all.slice(ofNow.length), ...salts.slice(MOST_LIKELY)];
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
