import { DEFAULT_LIMITS, peel } from '#audit/decode/peel';
import { resolveRoute } from '#audit/decode/route/resolve-route';
import type { Layer } from '#audit/layer';

/** A route as renderers print it: `body › gzip › json $.d`. */
export const showRoute = (
  route: readonly { readonly step: string; readonly path?: string | undefined }[],
): string => route.map(({ step, path }) => (path === undefined ? step : `${step} ${path}`)).join(' › ');

/** The longest route under a root to some text, as renderers print it; null where peeling does not show the text. */
export const routeTo = (root: Layer, text: string): string | null => {
  const routes = peel([root], DEFAULT_LIMITS).layers.flatMap((layer) => {
    const offset = Buffer.from(layer.bytes).indexOf(text);
    return offset === -1 ? [] : [resolveRoute(layer, offset, Buffer.byteLength(text)).route];
  });
  const longest = routes.toSorted((a, b) => b.length - a.length)[0];
  return longest === undefined ? null : showRoute(longest);
};
