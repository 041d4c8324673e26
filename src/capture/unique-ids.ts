const REMEMBERED = 1_000_000;
const LONGEST = 120;

/**
 * Gives every flow an id of its own: the wanted one, or that with `#2`, `#3`, … when it was given before. After a
 * million ids the position is appended instead, so that memory stays bounded.
 */
export const createUniqueIds = (): ((wanted: string, position: number) => string) => {
  const seen = new Map<string, number>();
  return (wanted, position) => {
    const base = wanted.slice(0, LONGEST - 20);
    const before = seen.get(base);
    if (before === undefined) {
      if (seen.size >= REMEMBERED) return `${base}#at-${position}`;
      seen.set(base, 1);
      return base;
    }
    seen.set(base, before + 1);
    const next = `${base}#${before + 1}`;
    if (seen.has(next)) return `${base}#at-${position}`;
    if (seen.size < REMEMBERED) seen.set(next, 1);
    return next;
  };
};
