import type { Needles } from './compile.ts';
import type { Finds } from './finds.ts';
import type { Match } from './match.ts';

/** Fewer names are the sender's own and its partners'. */
const MIN_PACKAGES = 5;

/**
 * One match for a list of installed packages: five or more in one flow, in the layer that names most of them; the
 * share is of all packages known to be installed.
 */
export const matchPackages = (needles: Needles, packages: Finds['packages']): readonly Match[] => {
  const layers = [...packages.values()];
  const found = new Set(layers.flatMap(({ canaries }) => [...canaries]));
  if (found.size < MIN_PACKAGES) return [];
  const { first, end } = layers.reduce((best, next) =>
    next.canaries.size > best.canaries.size ? next : best,
  );
  const known = needles.canaries.filter((canary) => canary.class === 'installed_apps').length;
  return [
    {
      ...first,
      length: end - first.offset,
      share: found.size / known,
      reasoning: `${String(found.size)} of ${String(known)} installed packages in one flow`,
    },
  ];
};
