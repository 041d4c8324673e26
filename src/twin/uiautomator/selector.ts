/** One condition of a UiSelector; `instance` and nested selectors stand apart. */
export type Condition = { readonly method: string; readonly argument: string | number | boolean };

/** A parsed UiSelector. `scrollsTo` is set for `new UiScrollable(outer).scrollIntoView(inner)`. */
export type Selector = { readonly conditions: readonly Condition[]; readonly instance: number };

export type SelectorQuery = { readonly selector: Selector; readonly scrolls: boolean };

const CALL = /\.\s*([a-zA-Z]+)\s*\(\s*(?:"((?:[^"\\]|\\.)*)"|(true|false)|(-?\d+)|)\s*\)/gy;
const START = /(?:new\s+)?UiSelector\s*\(\s*\)/y;
const MAX_LENGTH = 4000;

const parseSelector = (text: string, at: number): Selector | null => {
  START.lastIndex = at;
  if (!START.test(text)) return null;
  const conditions: Condition[] = [];
  CALL.lastIndex = START.lastIndex;
  for (let match = CALL.exec(text); match !== null; match = CALL.exec(text)) {
    const [, method = '', quoted, flag, number] = match;
    const unquoted = number === undefined ? flag !== 'false' : Number(number);
    conditions.push({ method, argument: quoted === undefined ? unquoted : quoted.replace(/\\(.)/g, '$1') });
  }
  const instance = conditions.find(({ method }) => method === 'instance')?.argument;
  return {
    conditions: conditions.filter(({ method }) => method !== 'instance'),
    instance: typeof instance === 'number' ? instance : -1,
  };
};

/** Java's UiSelector and UiScrollable as the driver sends them; null for what is not understood. Never throws. */
export const parseUiSelector = (source: string): SelectorQuery | null => {
  const text = source.slice(0, MAX_LENGTH).trim().replace(/;$/, '');
  if (/^new\s+UiScrollable/.test(text)) {
    const inner = /\.\s*scroll(?:IntoView|TextIntoView)\s*\(\s*/.exec(text);
    if (inner === null) return null;
    const at = inner.index + inner[0].length;
    const words = /^"((?:[^"\\]|\\.)*)"/.exec(text.slice(at))?.[1];
    const selector =
      words === undefined
        ? parseSelector(text, at)
        : { conditions: [{ method: 'text', argument: words }], instance: -1 };
    return selector === null ? null : { selector, scrolls: true };
  }
  const selector = parseSelector(text, 0);
  return selector === null ? null : { selector, scrolls: false };
};

type Attributes = Readonly<Record<string, string>>;

const wholeMatch = (pattern: string, value: string): boolean => {
  try {
    return new RegExp(`^(?:${pattern.slice(0, 300)})$`, 's').test(value.slice(0, 1000));
  } catch {
    return false;
  }
};

const TEXT_ATTRIBUTES: readonly (readonly [prefix: string, attribute: string])[] = [
  ['text', 'text'],
  ['description', 'content-desc'],
  ['resourceId', 'resource-id'],
  ['className', 'class'],
  ['packageName', 'package'],
];

const compareText = (how: string, value: string, wanted: string): boolean | null => {
  switch (how) {
    case '':
      return value === wanted;
    case 'Contains':
      return value.toLowerCase().includes(wanted.toLowerCase());
    case 'StartsWith':
      return value.toLowerCase().startsWith(wanted.toLowerCase());
    case 'Matches':
      return wholeMatch(wanted, value);
    default:
      return null;
  }
};

const FLAGS: Readonly<Record<string, string>> = { longClickable: 'long-clickable' };

const fits = (attributes: Attributes, { method, argument }: Condition): boolean => {
  if (typeof argument === 'boolean') return attributes[FLAGS[method] ?? method] === String(argument);
  if (method === 'index') return attributes['index'] === String(argument);
  for (const [prefix, attribute] of TEXT_ATTRIBUTES) {
    if (!method.startsWith(prefix)) continue;
    const result = compareText(method.slice(prefix.length), attributes[attribute] ?? '', String(argument));
    if (result !== null) return result;
  }
  return false;
};

/** Whether a node's attributes fit every condition; the instance is for the caller to count. */
export const fitsSelector = (attributes: Attributes, { conditions }: Selector): boolean =>
  conditions.every((condition) => fits(attributes, condition));
