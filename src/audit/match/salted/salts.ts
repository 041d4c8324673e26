import { resolveRoute } from '../../decode/resolve-route.ts';
import type { Layer } from '../../layer.ts';
import { type Found, textAt } from '../found.ts';
import { requestSalts } from './request-salts.ts';
import { timeSalts } from './time-salts.ts';

/** What may have been hashed together with a value: `text` in latin1; `found` is null where it is made of the time. */
export type Salt = { readonly text: string; readonly recipe: string; readonly found: Found | null };

/** What is tried with each value: the times of a flow, then the values of its request but for these tokens. */
export const saltsOf = (
  layers: readonly Layer[],
  wallMs: number | null,
  tokens: readonly Found[],
): readonly Salt[] => {
  const own = new Set(tokens.map(textAt));
  const times = wallMs === null ? [] : timeSalts(wallMs);
  // What stands beside a token is tried first: the bound may end the search before the rest. Of encoded layers most
  // pieces look like tokens, so that the most decoded one comes first.
  const near = new Set(tokens.map(({ layer }) => layer).toSorted((a, b) => b.depth - a.depth));
  const ordered = [...near, ...layers.filter((layer) => !near.has(layer))];
  const values = [...requestSalts(ordered)].filter(([text]) => !own.has(text));
  return [
    ...times.map(({ text, recipe }) => ({ text, recipe, found: null })),
    ...values.map(([text, found]) => ({ text, recipe: 'value', found })),
  ];
};

// The recipe is shown to people: a name that is no plain word may be a value.
/** What a recipe calls a salt. */
export const nameOf = ({ recipe, found }: Salt): string => {
  if (found === null) return recipe;
  const key = resolveRoute(found.layer, found.offset, found.length).keys[0] ?? '';
  return /^[A-Za-z_.-]{1,40}$/.test(key) ? `value of ${key}` : 'a value of the request';
};
