import type { Budget, Child, Layer, Limits } from '../layer.ts';
import { makeBudget, spend } from './budget.ts';
import { toBuffer } from './buffer.ts';
import type { Decoder, View } from './decoder.ts';
import { DECODERS, LAST_RESORTS } from './decoders.ts';
import { REVERSE } from './reverse.ts';
import { NO_SECRETS, type Secrets } from './secrets.ts';
import { traitsOf } from './traits.ts';

/** The work that one flow may cost; measured and argued in DECISIONS.md. */
export const DEFAULT_LIMITS: Limits = { depth: 16, layers: 8192, bytes: 64 * 1024 * 1024 };

/** A layer that looks encrypted, and for people why it is thought so. */
export type Opaque = {
  readonly layer: Layer;
  readonly reason: 'encrypted-payload';
  readonly detail: string;
};

/** Every layer of a flow, roots first, and what kept it from being more. */
export type Peeled = {
  readonly layers: readonly Layer[];
  readonly hit: ReadonlySet<'depth' | 'layers' | 'bytes'>;
  readonly opaque: readonly Opaque[];
  readonly bytesDecoded: number;
};

/** Undoes every encoding that is recognised, breadth first, within the limits. Never throws. */
export const peel = (roots: readonly Layer[], limits: Limits, secrets: Secrets = NO_SECRETS): Peeled => {
  const budget = makeBudget(limits);
  const layers: Layer[] = [...roots];
  let next = 0;
  while (next < layers.length) {
    const views: View[] = [];
    for (; next < layers.length; next++) {
      const view = viewOf(layers[next] as Layer, { budget, secrets });
      adopt(view.layer, childrenOf(view), layers, budget);
      views.push(view);
    }
    // Reversed text is rare, so it comes last and cannot use up what the rest needs.
    for (const view of views) adopt(view.layer, REVERSE.decode(view), layers, budget);
  }
  return { layers, hit: budget.hit, opaque: [], bytesDecoded: budget.bytes };
};

const viewOf = (layer: Layer, work: Pick<View, 'budget' | 'secrets'>): View => {
  const bytes = toBuffer(layer.bytes);
  return { layer, bytes, traits: traitsOf(bytes), ...work };
};

const childrenOf = (view: View): readonly Child[] => {
  const children: Child[] = [];
  for (const decoder of DECODERS) {
    const found = decoder.decode(view);
    if (found.length === 0) continue;
    children.push(...found);
    if (decoder.conclusive === true && found.some((child) => isWhole(child, view))) return children;
  }
  return children.length > 0 ? children : firstOf(LAST_RESORTS, view);
};

const isWhole = ({ link }: Child, { bytes }: View): boolean =>
  link.offset === 0 && link.length === bytes.length;

const firstOf = (decoders: readonly Decoder[], view: View): readonly Child[] => {
  for (const decoder of decoders) {
    const found = decoder.decode(view);
    if (found.length > 0) return found;
  }
  return [];
};

const adopt = (parent: Layer, children: readonly Child[], layers: Layer[], budget: Budget): void => {
  for (const child of children) {
    if (child.bytes.length === 0) continue;
    if (parent.depth >= budget.limits.depth) {
      budget.hit.add('depth');
      return;
    }
    if (budget.layers >= budget.limits.layers) {
      budget.hit.add('layers');
      return;
    }
    budget.layers++;
    spend(budget, child.bytes.length);
    layers.push({ ...child, parent, part: parent.part, depth: parent.depth + 1 });
  }
};
