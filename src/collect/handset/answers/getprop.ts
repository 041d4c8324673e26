/**
 * Reads `getprop`. Values may run over several lines (`persist.sys.boot.reason.history`), bear trailing blanks and end
 * after 91 characters, where the handset cuts them.
 */
export const parseGetprop = (text: string): ReadonlyMap<string, string> => {
  const properties = new Map<string, string>();
  let open: { key: string; value: string } | null = null;
  for (const line of text.split(/\r?\n/)) {
    const start: RegExpExecArray | null = open === null ? /^\[([^\]]+)\]: \[(.*)$/.exec(line) : null;
    if (start !== null) open = { key: start[1] ?? '', value: start[2] ?? '' };
    else if (open !== null) open = { key: open.key, value: `${open.value}\n${line}` };
    if (open?.value.endsWith(']') !== true) continue;
    properties.set(open.key, open.value.slice(0, -1));
    open = null;
  }
  return properties;
};

/** The values of a property that a dual-SIM handset joins with commas, empty and `<null>` ones left out. */
export const simValues = (value: string): string[] =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== '<null>' && part !== 'null');
