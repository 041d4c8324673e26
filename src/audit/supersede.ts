import { LEVELS } from '#model/finding';
import { lastUpTo } from '#model/last-up-to';
import type { StepName } from '#model/route';
import type { Layer } from './layer.ts';
import type { Match } from './match/match.ts';
import { sourceSpan } from './decode/route/source-span.ts';

const subjectOf = (match: Match): string => match.canaryId ?? `shape ${match.class}`;

type Span = { readonly from: number; readonly to: number };

const overlaps = (a: Span, b: Span): boolean => a.from < b.to && b.from < a.to;

const spanOf = (match: Match): Span => ({ from: match.offset, to: match.offset + match.length });

/** How many of some spans, in order, begin before a place. */
const countBefore = (spans: readonly Span[], place: number): number =>
  lastUpTo(spans, place - 1, ({ from }) => from) + 1;

/** Spans of one layer, to be asked whether any of them touches another. */
class Places {
  readonly #spans: Span[] = [];
  #furthest: readonly number[] | null = null;

  add(span: Span): void {
    if (this.#spans.at(-1)?.from === span.from && this.#spans.at(-1)?.to === span.to) return;
    this.#spans.push(span);
    this.#furthest = null;
  }

  touch(span: Span): boolean {
    this.#furthest ??= this.#sorted();
    return (this.#furthest[countBefore(this.#spans, span.to) - 1] ?? -1) > span.from;
  }

  #sorted(): number[] {
    let furthest = -1;
    return this.#spans.sort((a, b) => a.from - b.from).map(({ to }) => (furthest = Math.max(furthest, to)));
  }
}

/** For every layer and subject: the places of that layer which hold the subject once they are decoded further. */
const decodedPlaces = (matches: readonly Match[]): ReadonlyMap<Layer, ReadonlyMap<string, Places>> => {
  const places = new Map<Layer, Map<string, Places>>();
  for (const match of matches) {
    // A shape is explained by any known value at its bytes, so known values also stand under the common subject.
    const subjects = match.canaryId === null ? [subjectOf(match)] : [match.canaryId, ANY_CANARY];
    let span = spanOf(match);
    for (let child = match.layer; child.parent !== null; child = child.parent) {
      span = spanBefore(child, span);
      const ofLayer = places.get(child.parent) ?? new Map<string, Places>();
      places.set(child.parent, ofLayer);
      for (const subject of subjects) {
        const ofSubject = ofLayer.get(subject) ?? new Places();
        ofLayer.set(subject, ofSubject);
        ofSubject.add(span);
      }
    }
  }
  return places;
};

const ANY_CANARY = '\u0000any canary';

const spanBefore = (layer: Layer, { from, to }: Span): Span => {
  const { offset, length } = sourceSpan(layer, from, to - from);
  return { from: offset, to: offset + length };
};

const isDecodedFurther = (match: Match, places: ReturnType<typeof decodedPlaces>): boolean => {
  const ofLayer = places.get(match.layer);
  if (ofLayer === undefined) return false;
  const subjects = match.canaryId === null ? [subjectOf(match), ANY_CANARY] : [match.canaryId];
  return subjects.some((subject) => ofLayer.get(subject)?.touch(spanOf(match)) === true);
};

const surerFirst = (a: Match, b: Match): number =>
  LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) ||
  b.length - a.length ||
  a.offset - b.offset ||
  (a.recipe < b.recipe ? -1 : 1);

/** Sorted, disjoint spans with a look-up for overlap. */
class SpanSet {
  readonly #spans: Span[] = [];

  /** True when `span` was free and is now taken. */
  take(span: Span): boolean {
    const at = countBefore(this.#spans, span.to);
    const left = this.#spans[at - 1];
    if (left !== undefined && overlaps(left, span)) return false;
    this.#spans.splice(at, 0, span);
    return true;
  }

  covers(span: Span): boolean {
    const left = this.#spans[countBefore(this.#spans, span.to) - 1];
    return left !== undefined && overlaps(left, span);
  }
}

/** Steps that read the bytes of a layer another way, so that what is plain in it may stand there once more. */
const REREADINGS: ReadonlySet<StepName> = new Set<StepName>(['charset', 'reverse']);

const subjectAt = (match: Match, level: Match['level']): string => `${level} ${subjectOf(match)}`;

type PlacesOf = ReadonlyMap<Layer, ReadonlyMap<string, Places>>;

const placesByLayer = (matches: readonly Match[]): PlacesOf => {
  const ofLayers = new Map<Layer, Map<string, Places>>();
  for (const match of matches) {
    const ofLayer = ofLayers.get(match.layer) ?? new Map<string, Places>();
    ofLayers.set(match.layer, ofLayer);
    const subject = subjectAt(match, match.level);
    const places = ofLayer.get(subject) ?? new Places();
    ofLayer.set(subject, places);
    places.add(spanOf(match));
  }
  return ofLayers;
};

/** Whether the same value, as surely, stands at these bytes of a layer. */
const standsIn = (layer: Layer, span: Span, match: Match, places: PlacesOf): boolean => {
  const ofLayer = places.get(layer);
  if (ofLayer === undefined) return false;
  const levels = LEVELS.slice(0, LEVELS.indexOf(match.level) + 1);
  return levels.some((level) => ofLayer.get(subjectAt(match, level))?.touch(span) === true);
};

const isReadAgain = (match: Match, places: PlacesOf): boolean => {
  let span = spanOf(match);
  for (
    let { layer } = match;
    layer.parent !== null && REREADINGS.has(layer.link.step);
    layer = layer.parent
  ) {
    span = spanBefore(layer, span);
    if (standsIn(layer.parent, span, match, places)) return true;
  }
  return false;
};

// A check digit reads the same from behind, and a charset leaves most letters what they are.
const withoutReadAgain = (matches: readonly Match[]): readonly Match[] => {
  if (!matches.some(({ layer }) => REREADINGS.has(layer.link.step))) return matches;
  const places = placesByLayer(matches);
  return matches.filter((match) => !isReadAgain(match, places));
};

/** Is this shape at bytes that a known value already explains, here or in a layer that led here? */
const isExplained = (match: Match, known: ReadonlyMap<Layer, SpanSet>): boolean => {
  let span = spanOf(match);
  for (let layer: Layer | null = match.layer; layer !== null; layer = layer.parent) {
    if (known.get(layer)?.covers(span) === true) return true;
    if (layer.parent !== null) span = spanBefore(layer, span);
  }
  return false;
};

/**
 * Keeps one match per occurrence: of the same value the most decoded one, of overlapping spellings the surest and
 * longest; shapes at the bytes of a known value go, and what was plain before its layer was read in another charset or
 * backwards. Order is stable.
 */
export const withoutSuperseded = (all: readonly Match[]): readonly Match[] => {
  const matches = withoutReadAgain(all);
  const places = decodedPlaces(matches);
  const open = matches.filter((match) => !isDecodedFurther(match, places));
  const known = new Map<Layer, SpanSet>();
  for (const match of open) {
    if (match.canaryId === null) continue;
    const spans = known.get(match.layer) ?? new SpanSet();
    known.set(match.layer, spans);
    spans.take(spanOf(match));
  }
  const taken = new Map<Layer, Map<string, SpanSet>>();
  const kept = new Set<Match>();
  for (const match of [...open].sort(surerFirst)) {
    if (match.canaryId === null && isExplained(match, known)) continue;
    const ofLayer = taken.get(match.layer) ?? new Map<string, SpanSet>();
    taken.set(match.layer, ofLayer);
    const spans = ofLayer.get(subjectOf(match)) ?? new SpanSet();
    ofLayer.set(subjectOf(match), spans);
    if (spans.take(spanOf(match))) kept.add(match);
  }
  return open.filter((match) => kept.has(match));
};
