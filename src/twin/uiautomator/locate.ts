import { DOMParser, type Element as XmlElement } from '@xmldom/xmldom';
import xpath from 'xpath';
import { centreOf, flatten, type PlacedView } from '../apps/layout.ts';
import type { Machine } from '../machine.ts';
import { fitsSelector, parseUiSelector, type SelectorQuery } from './selector.ts';
import { attributesOf, pathedXml } from './source.ts';

/** A locator as the driver sends it; `within` is the path of the element to search below. */
export type Locator = {
  readonly strategy: string;
  readonly selector: string;
  readonly within: string | null;
};

/** Why nothing could be searched. */
export type LocatorFault = { readonly fault: 'invalid selector' | 'unknown strategy' };

type Candidate = { readonly node: PlacedView; readonly attributes: Readonly<Record<string, string>> };

const MAX_SCROLLS = 40;

const candidates = ({ windows }: Machine, within: string | null): readonly Candidate[] => {
  const { packageName } = windows.top();
  const nodes = flatten(windows.placed());
  const inside = within === null ? nodes : nodes.filter(({ path }) => path.startsWith(`${within}.`));
  return inside.map((node) => ({
    node,
    attributes: attributesOf(node, packageName, Number(node.path.split('.').at(-1))),
  }));
};

const byAttribute = (
  machine: Machine,
  within: string | null,
  name: string,
  value: string,
): readonly PlacedView[] =>
  candidates(machine, within)
    .filter(({ attributes }) => attributes[name] === value)
    .map(({ node }) => node);

const isElement = (node: unknown): node is XmlElement =>
  typeof node === 'object' && node !== null && 'getAttribute' in node;

const byXPath = (machine: Machine, { selector, within }: Locator): readonly PlacedView[] | LocatorFault => {
  const document = new DOMParser({ onError: () => undefined }).parseFromString(
    pathedXml(machine),
    'text/xml',
  );
  try {
    const start = within === null ? document : xpath.select1(`//*[@path="${within}"]`, document as never);
    const found = xpath.select(selector, (start ?? document) as never);
    if (!Array.isArray(found)) return { fault: 'invalid selector' };
    const paths = (found as readonly unknown[])
      .filter(isElement)
      .map((element) => element.getAttribute('path'));
    const nodes = flatten(machine.windows.placed());
    return nodes.filter(({ path }) => paths.includes(path));
  } catch {
    return { fault: 'invalid selector' };
  }
};

const matching = (
  machine: Machine,
  within: string | null,
  { selector }: SelectorQuery,
): readonly PlacedView[] => {
  const all = candidates(machine, within)
    .filter(({ attributes }) => fitsSelector(attributes, selector))
    .map(({ node }) => node);
  if (selector.instance < 0) return all;
  const chosen = all[selector.instance];
  return chosen === undefined ? [] : [chosen];
};

/** Looks from the top of the list downwards, as UiScrollable does. */
const scrollTo = (machine: Machine, query: SelectorQuery): readonly PlacedView[] => {
  const list = (): PlacedView | undefined =>
    flatten(machine.windows.placed()).find(({ view }) => view.scrollable === true);
  const move = (byPixels: number): boolean => {
    const target = list();
    if (target === undefined) return false;
    const { x, y } = centreOf(target);
    return machine.windows.scrollAt(x, y, byPixels);
  };
  let found = matching(machine, null, query);
  if (found.length > 0) return found;
  for (let turn = 0; turn < MAX_SCROLLS && move(-5000); turn++);
  for (let turn = 0; turn < MAX_SCROLLS; turn++) {
    found = matching(machine, null, query);
    if (found.length > 0 || !move(800)) break;
  }
  return found;
};

const byUiSelector = (
  machine: Machine,
  { selector, within }: Locator,
): readonly PlacedView[] | LocatorFault => {
  const query = parseUiSelector(selector);
  if (query === null) return { fault: 'invalid selector' };
  return query.scrolls ? scrollTo(machine, query) : matching(machine, within, query);
};

/** An id without a package is meant in the app on the screen. */
const wholeId = (machine: Machine, id: string): string =>
  id.includes(':') ? id : `${machine.windows.top().packageName}:id/${id}`;

/** The nodes that a locator finds on the screen now, in document order. Never throws. */
export const locate = (machine: Machine, locator: Locator): readonly PlacedView[] | LocatorFault => {
  const { strategy, selector, within } = locator;
  switch (strategy) {
    case 'id':
      return byAttribute(machine, within, 'resource-id', wholeId(machine, selector));
    case 'accessibility id':
      return byAttribute(machine, within, 'content-desc', selector);
    case 'class name':
      return byAttribute(machine, within, 'class', selector);
    case 'xpath':
      return byXPath(machine, locator);
    case '-android uiautomator':
      return byUiSelector(machine, locator);
    default:
      return { fault: 'unknown strategy' };
  }
};
