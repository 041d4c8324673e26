import type { ComponentType } from 'preact';
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { SavedReport } from '#model/report';
import { type Caps, type View, viewOf } from '../../src/report/html/view.ts';

const CAPS: Caps = {
  cards: 50,
  groupRows: 50,
  occurrences: 10,
  matrixRows: 50,
  recipients: 50,
  blindSpots: 50,
  flows: 50,
  text: 300,
};

/** A report as its page sees it, with caps that a test can lower. */
export const makeView = (report: SavedReport, caps: Partial<Caps> = {}): View =>
  viewOf(report, { ...CAPS, ...caps });

/** The HTML of one component. */
export const htmlOf = <Props extends object>(component: ComponentType<Props>, props: Props): string =>
  renderToString(h(component, props));

/** What a reader sees of some HTML: its text, each run of blanks as one. */
export const seenOf = (html: string): string =>
  html
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim();
