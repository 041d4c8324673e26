import type { Budget, Child, Layer, Limits } from '../layer.ts';
import { makeBudget, takeIn } from './budget.ts';
import { toBuffer } from './buffer.ts';
import { contextOf } from './context.ts';
import { type Context, isNumbers, isReversed, type View } from './decoder.ts';
import { BINARY_DECODERS, LAST_BINARY_DECODERS, TEXT_DECODERS, VENDOR_DECODERS } from './decoders.ts';
import { type Intern, makeIntern } from './intern.ts';
import { findOpaque, type Opaque, type Outcome } from './unread/opaque.ts';
import type { Letters } from './charset/letters.ts';
import { isNoise } from './unread/noise.ts';
import { opensBackwards } from './text/backwards.ts';
import { isReversible, REVERSE } from './text/reverse.ts';
import { NO_SECRETS, type Secrets } from './secrets.ts';
import { placeInRoot } from './route/source-span.ts';
import { isText, traitsOf } from './traits.ts';
import { isMistatHex } from './vendor/mistat-v2.ts';
import { opaqueNote } from './vendor/onetrack.ts';
import { sealedNote } from './vendor/sealed-values.ts';

/** The work that one flow may cost; measured and argued in DECISIONS.md. */
export const DEFAULT_LIMITS: Limits = { depth: 16, layers: 32_768, bytes: 64 * 1024 * 1024, rereads: 12 };

/** Every layer of a flow, roots first, and what kept it from being more. Equal layers share their bytes. */
export type Peeled = {
  readonly layers: readonly Layer[];
  readonly hit: ReadonlySet<'depth' | 'layers' | 'bytes'>;
  readonly opaque: readonly Opaque[];
  readonly bytesDecoded: number;
};

/** The search that the layers are made for. */
export type Search = {
  /** Null where any letter may matter: a few bytes that only may be text are left alone unless they hold one. */
  readonly letters: Letters | null;
  /** Takes each layer once, in the order of `Peeled`; true where something in it may read backwards. */
  readonly take: (layer: Layer) => boolean;
  /** True for a root that is known to hold nothing and to open nowhere: it is a layer that is neither opened nor taken. */
  readonly pass: (root: Layer) => boolean;
};

/** Opens everything there is, whatever may be looked for. */
export const ANY_SEARCH: Search = { letters: null, take: () => true, pass: () => false };

// All layers of one content: their bytes, and what decoding them gave once.
type Content = {
  readonly bytes: Buffer;
  readonly places: ReturnType<typeof placeInRoot>[];
  children: readonly Child[] | null;
  opensBackwards: boolean | null;
};

type Work = {
  readonly layers: Layer[];
  readonly outcomes: Map<Layer, Outcome & { readonly children: Layer[] }>;
  readonly contents: Intern<Content>;
  readonly budget: Budget;
  readonly context: Context;
};

/** Undoes every encoding that is recognised, breadth first, within the limits. Never throws. */
export const peel = (
  roots: readonly Layer[],
  limits: Limits,
  secrets: Secrets = NO_SECRETS,
  search: Search = ANY_SEARCH,
): Peeled => {
  const budget = makeBudget(limits);
  const contents = makeIntern<Content>();
  const context = contextOf(roots, { secrets, letters: search.letters, isSealedHex: isMistatHex });
  const work: Work = { layers: [], outcomes: new Map(), contents, budget, context };
  for (const root of roots) {
    work.layers.push(root);
    budget.given += root.bytes.length;
    contentOf(work, toBuffer(root.bytes)).places.push(placeInRoot(root));
  }
  for (let next = 0; next < work.layers.length;) {
    const views: View[] = [];
    for (; next < work.layers.length; next++) {
      const layer = work.layers[next] as Layer;
      if (layer.parent !== null || !search.pass(layer)) views.push(open(work, layer));
    }
    // Reversed text is rare, so it comes last and cannot use up what the rest needs.
    for (const view of views)
      if (search.take(view.layer) || readsBackwards(work, view))
        adopt(work, view.layer, REVERSE.decode(view));
  }
  const opaque = findOpaque(work.outcomes, {
    note: opaqueNote(context),
    encodings: context.encodings,
    sealed: (layer) => sealedNote(layer, context),
  });
  return { layers: work.layers, hit: budget.hit, opaque, bytesDecoded: budget.bytes };
};

const open = (work: Work, layer: Layer): View => {
  const bytes = toBuffer(layer.bytes);
  const traits = traitsOf(bytes);
  const view: View = { layer, bytes, traits, budget: work.budget, context: work.context };
  work.outcomes.set(layer, { layer, isText: isText(traits), children: [] });
  adopt(work, layer, childrenOnce(contentOf(work, bytes), view));
  return view;
};

// What a reversed layer may hold depends on what it was reversed from.
const childrenOnce = (content: Content, view: View): readonly Child[] =>
  isReversed(view.layer) ? childrenOf(view) : (content.children ??= childrenOf(view));

const readsBackwards = (work: Work, view: View): boolean => {
  if (!isReversible(view)) return false;
  const content = contentOf(work, view.bytes);
  return (content.opensBackwards ??= opensBackwards(view, content.children ?? []));
};

const contentOf = ({ contents }: Work, bytes: Buffer): Content =>
  contents.find(bytes, () => ({ bytes, places: [], children: null, opensBackwards: null }));

const childrenOf = (view: View): readonly Child[] => {
  if (isNumbers(view.layer)) return [];
  const children: Child[] = VENDOR_DECODERS.flatMap((decoder) => decoder.decode(view));
  // What is sealed nothing opens but a key.
  if (children.length > 0 || view.layer.isSealed === true) return children;
  const isWholly = (child: Child): boolean =>
    child.link.offset === 0 && child.link.length === view.bytes.length;
  for (const decoder of BINARY_DECODERS) {
    const found = decoder.decode(view);
    // Not spread: a layer may hold more children than a call takes arguments.
    for (const child of found) children.push(child);
    if (decoder.conclusive === true && found.some(isWholly)) return children;
  }
  if (!children.some(isWholly))
    for (const decoder of LAST_BINARY_DECODERS)
      for (const child of decoder.decode(view)) children.push(child);
  if (children.length > 0 || !isNoise(view.bytes, view.traits))
    for (const decoder of TEXT_DECODERS) for (const child of decoder.decode(view)) children.push(child);
  return children;
};

const adopt = (work: Work, parent: Layer, children: readonly Child[]): void => {
  for (const child of children) {
    if (child.bytes.length === 0) continue;
    const layer = layerOf(work, parent, child);
    if (layer === null) continue;
    if (!isRoom(work.budget, parent)) return;
    if (!takeIn(work.budget, child)) continue;
    work.layers.push(layer);
    work.outcomes.get(parent)?.children.push(layer);
  }
};

const isRoom = ({ limits, layers, hit }: Budget, parent: Layer): boolean => {
  if (parent.depth >= limits.depth) hit.add('depth');
  else if (layers >= limits.layers) hit.add('layers');
  else return true;
  return false;
};

// Null where the same bytes of the same place are a layer already: two ways there say no more than one.
const layerOf = (work: Work, parent: Layer, child: Child): Layer | null => {
  const content = contentOf(work, toBuffer(child.bytes));
  const layer = { parent, part: parent.part, depth: parent.depth + 1, ...child, bytes: content.bytes };
  const place = placeInRoot(layer);
  const isKnown = content.places.some(
    ({ root, offset, length }) =>
      root === place.root && offset < place.offset + place.length && place.offset < offset + length,
  );
  if (isKnown) return null;
  content.places.push(place);
  return layer;
};
