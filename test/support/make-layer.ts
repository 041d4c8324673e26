import type { Layer } from '#audit/layer';
import type { Part, RouteLink } from '#model/route';

/** A root layer over some bytes: a body unless said otherwise. */
export const makeLayer = (
  bytes: Uint8Array | string,
  { link = { step: 'body' }, part = 'body' }: { link?: RouteLink; part?: Part } = {},
): Layer => ({ bytes: Buffer.from(bytes), parent: null, link, part, depth: 0 });
