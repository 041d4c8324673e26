import type { Route, RouteLink } from '#model/route';
import { isRoot } from './roots.ts';
import type { Signed } from './undo/undo.ts';
import { UNDO } from './undo/steps.ts';

/** Bytes that replaying may still make, over everything that is replayed with it. */
export type Work = { left: number };

/** What a route led to. `taken` is what each link took before it was undone, the last link's first. */
export type Replayed =
  | {
      readonly kind: 'bytes';
      readonly bytes: Buffer;
      readonly taken: readonly Buffer[];
      readonly trail: readonly Buffer[];
    }
  | { readonly kind: 'fault'; readonly why: string; readonly isBound: boolean };

/** More links than any route has: every decoding may be followed by fields. */
const MOST_LINKS = 256;
/** Bytes that one link may give at most. */
const MOST_BYTES = 64 << 20;

type Place = Extract<Replayed, { kind: 'bytes' }>;

const fault = (why: string, isBound = false): Replayed => ({ kind: 'fault', why, isBound });

/** A stored beginning of a route, so that findings of one body share the way to it. */
type Node = { readonly reached: Replayed; readonly next: Map<string, Node> };

/** Replays routes from one root. Not for use after `work` is spent. */
export type Replayer = (route: Route) => Replayed;

const follow = (place: Place, link: RouteLink, number: number, tools: Tools): Replayed => {
  const { step, path = '', offset, length } = link;
  const name = `link ${number} (${step})`;
  if (isRoot(step)) return fault(`${name}: it begins a route and stands inside one`);
  if (offset === undefined || length === undefined)
    return fault(`${name}: it does not say which bytes it takes`);
  const size = place.bytes.length;
  if (offset + length > size) return fault(`${name}: it takes ${length} bytes at ${offset} of ${size}`);
  if (tools.work.left <= 0) return fault('the work that a replay may take is used up', true);
  const taken = place.bytes.subarray(offset, offset + length);
  const trail = [...place.trail, place.bytes];
  const most = Math.min(MOST_BYTES, tools.work.left);
  const bytes = UNDO[step](taken, { path, trail, keys: tools.keys, signed: tools.signed, most });
  tools.work.left -= taken.length + (bytes?.length ?? 0);
  if (bytes === null) return fault(`${name}: the ${length} bytes at ${offset} do not open that way`);
  return { kind: 'bytes', bytes, taken: [taken, ...place.taken], trail };
};

type Tools = {
  readonly work: Work;
  readonly keys: readonly Buffer[];
  readonly signed: () => Signed;
};

/** Makes a replayer of the routes that begin with these bytes. */
export const makeReplayer = (root: Buffer, tools: Tools): Replayer => {
  const start: Node = {
    reached: { kind: 'bytes', bytes: root, taken: [root], trail: [] },
    next: new Map(),
  };
  return (route) => {
    if (route.length > MOST_LINKS) return fault(`the route has ${route.length} links`, true);
    let node = start;
    for (const [index, link] of route.entries()) {
      if (index === 0) continue;
      if (node.reached.kind === 'fault') return node.reached;
      const key = JSON.stringify([link.step, link.path, link.offset, link.length]);
      const known = node.next.get(key);
      const next = known ?? { reached: follow(node.reached, link, index + 1, tools), next: new Map() };
      node.next.set(key, next);
      node = next;
    }
    return node.reached;
  };
};
