/** What `content query` answered; providers report errors on stdout with exit status 0. */
export type ContentRows =
  | { readonly kind: 'rows'; readonly rows: readonly ReadonlyMap<string, string | null>[] }
  | { readonly kind: 'refused' }
  | { readonly kind: 'failed' };

/** Splits `a=1, b=x, y` at the columns named, in the order in which they stand; values may hold `, ` and newlines. */
const rowOf = (text: string, columns: readonly string[]): Map<string, string | null> => {
  const found = columns
    .flatMap((column) => {
      const at = text.startsWith(`${column}=`) ? 0 : text.indexOf(`, ${column}=`);
      return at < 0 ? [] : [{ column, at, from: text.indexOf('=', at) + 1 }];
    })
    .sort((left, right) => left.at - right.at);
  return new Map(
    found.map(({ column, from }, index) => {
      const value = text.slice(from, found[index + 1]?.at ?? text.length);
      return [column, value === 'NULL' ? null : value];
    }),
  );
};

/** Reads `content query` of a projection; the order of the answer's columns is the provider's own. */
export const parseContentRows = (text: string, columns: readonly string[]): ContentRows => {
  const plain = text.replaceAll('\r\n', '\n').trimEnd();
  if (/^Error while accessing provider:/m.test(plain))
    return { kind: /SecurityException/.test(plain) ? 'refused' : 'failed' };
  if (plain === '' || plain.startsWith('No result found.')) return { kind: 'rows', rows: [] };
  const rows = plain.split(/^Row: \d+ /m).slice(1);
  return { kind: 'rows', rows: rows.map((row) => rowOf(row.trimEnd(), columns)) };
};
