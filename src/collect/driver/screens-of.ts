import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '#model/failure';
import type { Handset, Locator } from '#model/handset';
import type { Backend, ElementRef } from './backend.ts';
import type { Screens } from './screens.ts';

const PATIENCE_MS = 10_000;
const PAUSE_MS = 100;
const SCROLLS = 12;

const DIGITS: Readonly<Record<string, string>> = { '*': 'digit-star', '#': 'digit-hash', '+': 'digit-plus' };

const locatorsOf = (handset: Handset, element: string): readonly Locator[] => {
  const locators = handset.screens[element];
  if (locators !== undefined) return locators;
  throw new Failure('not-found', `the handset file ${handset.codename} does not say where "${element}" is`, {
    remedy: `add it to screens in devices/handsets/${handset.codename}.yaml`,
  });
};

const lookOnce = async (backend: Backend, locators: readonly Locator[]): Promise<ElementRef | null> => {
  for (const locator of locators) {
    const found = await backend.find(locator);
    if (found !== null) return found;
  }
  return null;
};

/** Taps away the first of the screens that may cover others. */
const dismiss = async (backend: Backend, handset: Handset): Promise<boolean> => {
  for (const element of handset.interruptions) {
    const found = await lookOnce(backend, locatorsOf(handset, element));
    if (found === null) continue;
    await backend.tap(found);
    return true;
  }
  return false;
};

const scrollTo = async (backend: Backend, locators: readonly Locator[]): Promise<ElementRef | null> => {
  for (let scrolls = 0; scrolls < SCROLLS; scrolls += 1) {
    const more = await backend.scrollOn();
    const found = await lookOnce(backend, locators);
    if (found !== null || !more) return found;
  }
  return null;
};

/** Looks, waits for what opens late, taps away what covers it, and scrolls. */
const locate = async (backend: Backend, handset: Handset, element: string): Promise<ElementRef> => {
  const locators = locatorsOf(handset, element);
  const startMs = performance.now();
  let scrolled = false;
  for (;;) {
    const found = await lookOnce(backend, locators);
    if (found !== null) return found;
    const waitedMs = performance.now() - startMs;
    if (waitedMs > PATIENCE_MS) break;
    if (await dismiss(backend, handset)) continue;
    if (waitedMs > 1000 && !scrolled) {
      scrolled = true;
      const below = await scrollTo(backend, locators);
      if (below !== null) return below;
    }
    await sleep(PAUSE_MS);
  }
  throw new Failure('handset-refused', `"${element}" did not show on the handset`, {
    remedy: `look at the last screen in the capture and correct screens in devices/handsets/${handset.codename}.yaml`,
  });
};

/** Every text of a tree, entities resolved. */
const textsIn = (tree: string): string[] =>
  [...tree.matchAll(/\s(?:text|content-desc)="([^"]+)"/g)].map(([, text = '']) =>
    text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => ENTITIES[name] ?? ''),
  );
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

const startFirst = async (backend: Backend, handset: Handset, app: string): Promise<void> => {
  for (const activity of handset.apps[app]?.activities ?? []) if (await backend.start(activity)) return;
  throw new Failure('handset-refused', `the handset does not open "${app}"`, {
    remedy: `correct apps in devices/handsets/${handset.codename}.yaml`,
  });
};

/** The screens of a handset, by the names of its file, over any backend. */
export const screensOf = (backend: Backend, handset: Handset): Screens => {
  const tap = async (element: string): Promise<void> => backend.tap(await locate(backend, handset, element));
  return {
    open: (app) => startFirst(backend, handset, app),
    tap,
    type: async (element, text) => backend.type(await locate(backend, handset, element), text),
    dial: async (digits) => {
      for (const digit of digits) await tap(DIGITS[digit] ?? `digit-${digit}`);
    },
    toggle: async (element, on) => {
      const found = await locate(backend, handset, element);
      if ((await backend.isChecked(found)) !== on) await backend.tap(found);
    },
    waitFor: async (element) => {
      await locate(backend, handset, element);
    },
    isShown: async (element) => (await lookOnce(backend, locatorsOf(handset, element))) !== null,
    back: () => backend.back(),
    texts: async () => textsIn(await backend.tree()),
    tree: () => backend.tree(),
    screenshot: () => backend.screenshot(),
    [Symbol.asyncDispose]: () => backend[Symbol.asyncDispose](),
  };
};
