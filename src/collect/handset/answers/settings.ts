/** Reads `settings list`: `key=value` lines, values with `=`, empty ones and CRLF included. */
export const parseSettings = (text: string): ReadonlyMap<string, string> => {
  const rows = new Map<string, string>();
  let last: string | null = null;
  for (const line of text.split(/\r?\n/)) {
    const row = /^([\w.:@-]+)=(.*)$/.exec(line);
    if (row !== null) {
      last = row[1] ?? '';
      rows.set(last, row[2] ?? '');
    } else if (last !== null && line !== '') rows.set(last, `${rows.get(last) ?? ''}\n${line}`);
  }
  return rows;
};

/** Reads `settings get`: null for a key that is not set. */
export const parseSetting = (text: string): string | null => {
  const value = text.replace(/\r?\n$/, '');
  return value === 'null' ? null : value;
};
