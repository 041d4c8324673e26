import { rewriteForm } from './escapes.ts';

const MOST_BYTES = 4 << 20;
const MOST_FIELDS = 10_000;

const plain = (text: string): string => rewriteForm(Buffer.from(text, 'latin1')).toString('utf8');

const valuesOf = (layer: Buffer): ReadonlyMap<string, string> => {
  if (layer.length > MOST_BYTES) return new Map();
  const pairs = layer.toString('latin1').split('&', MOST_FIELDS);
  return new Map(
    pairs.flatMap((pair) => {
      const equals = pair.indexOf('=');
      return equals === -1 ? [] : [[plain(pair.slice(0, equals)), plain(pair.slice(equals + 1))] as const];
    }),
  );
};

const known = new WeakMap<Buffer, ReadonlyMap<string, string>>();

/** The values of a query or form by name, decoded; empty for anything too large to be one. */
export const formValues = (layer: Buffer): ReadonlyMap<string, string> => {
  const values = known.get(layer) ?? valuesOf(layer);
  known.set(layer, values);
  return values;
};
