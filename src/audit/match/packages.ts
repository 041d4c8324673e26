import type { Needles } from './compile.ts';
import type { PackageFind } from './finds.ts';
import type { Match } from './match.ts';

/** Fewer names are the sender's own and its partners'. */
const MIN_PACKAGES = 5;

/**
 * One match for a list of installed packages: five or more in one flow, in the layer that names most of them; the
 * share is of all packages known to be installed.
 */
export const matchPackages = (needles: Needles, finds: readonly PackageFind[]): readonly Match[] => {
  const found = new Set(finds.map(({ canary }) => canary));
  if (found.size < MIN_PACKAGES) return [];
  const counts = new Map<Match['layer'], Set<number>>();
  for (const {
    found: { layer },
    canary,
  } of finds)
    counts.set(layer, (counts.get(layer) ?? new Set<number>()).add(canary));
  const [layer] = [...counts].reduce((best, next) => (next[1].size > best[1].size ? next : best));
  const inLayer = finds
    .filter((find) => find.found.layer === layer)
    .sort((a, b) => a.found.offset - b.found.offset);
  const [first] = inLayer;
  if (first === undefined) return [];
  const last = inLayer.reduce((end, { found: { offset, length } }) => Math.max(end, offset + length), 0);
  const known = needles.canaries.filter((canary) => canary.class === 'installed_apps').length;
  return [
    {
      ...first.match,
      offset: first.found.offset,
      length: last - first.found.offset,
      share: found.size / known,
      reasoning: `${String(found.size)} of ${String(known)} installed packages in one flow`,
    },
  ];
};
