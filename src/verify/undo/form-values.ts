import { unform } from './escapes.ts';

const MOST_BYTES = 4 << 20;
const MOST_FIELDS = 10_000;

const SCENE = { path: '', trail: [], keys: [], most: MOST_BYTES };

const plain = (text: string): string => unform(Buffer.from(text, 'latin1'), SCENE)?.toString('utf8') ?? '';

/** The values of a query or form by name, decoded; empty for anything too large to be one. */
export const formValues = (layer: Buffer): ReadonlyMap<string, string> => {
  if (layer.length > MOST_BYTES) return new Map();
  const pairs = layer.toString('latin1').split('&', MOST_FIELDS);
  return new Map(
    pairs.flatMap((pair) => {
      const equals = pair.indexOf('=');
      return equals === -1 ? [] : [[plain(pair.slice(0, equals)), plain(pair.slice(equals + 1))] as const];
    }),
  );
};
