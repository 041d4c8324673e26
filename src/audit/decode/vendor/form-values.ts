import type { Layer } from '../../layer.ts';
import { toBuffer } from '../buffer.ts';
import { formFields, isForm } from '../route/form.ts';
import { undoWith } from '../text/gather.ts';
import { formInto } from '../text/percent.ts';
import { traitsOf } from '../traits.ts';

const valuesOf = (bytes: Buffer): ReadonlyMap<string, string> => {
  const values = new Map<string, string>();
  const fields = formFields(bytes);
  const text = (start: number, end: number): string =>
    undoWith(formInto, bytes.subarray(start, end)).toString('utf8');
  for (let k = 0; k < fields.length; k += 4) {
    const [nameStart = 0, nameEnd = 0, start = 0, end = 0] = fields.slice(k, k + 4);
    values.set(text(nameStart, nameEnd), text(start, end));
  }
  return values;
};

const known = new WeakMap<Layer, ReadonlyMap<string, string>>();

/** The values of a query or form by name, decoded; empty for any other layer. */
export const formValues = (layer: Layer): ReadonlyMap<string, string> => {
  const found = known.get(layer);
  if (found !== undefined) return found;
  const bytes = toBuffer(layer.bytes);
  const values = layer.link.step === 'query' || isForm(bytes, traitsOf(bytes)) ? valuesOf(bytes) : new Map();
  known.set(layer, values);
  return values;
};

const held = new WeakMap<Layer, Map<string, boolean>>();

const hasField = (bytes: Buffer, name: string): boolean =>
  bytes.includes(`&${name}=`) || bytes.toString('latin1', 0, name.length + 1) === `${name}=`;

// Names have no letters that a form encodes. To split a long form costs far more, and each binary value in it asks.
const holds = (layer: Layer, name: string): boolean => {
  const ofLayer = held.get(layer) ?? new Map<string, boolean>();
  held.set(layer, ofLayer);
  const answer = ofLayer.get(name) ?? hasField(toBuffer(layer.bytes), name);
  ofLayer.set(name, answer);
  return answer;
};

/** The values of the nearest form with all these names that a layer was found in; null where there is none. */
export const formWith = (layer: Layer, names: readonly string[]): ReadonlyMap<string, string> | null => {
  for (let at = layer.parent; at !== null; at = at.parent) {
    const values = namedValues(at, names);
    if (values !== null) return values;
  }
  return null;
};

/** The values of a layer that is a form with all these names; null for any other. */
export const namedValues = (layer: Layer, names: readonly string[]): ReadonlyMap<string, string> | null => {
  if (!names.every((name) => holds(layer, name))) return null;
  const values = formValues(layer);
  return names.every((name) => values.has(name)) ? values : null;
};
