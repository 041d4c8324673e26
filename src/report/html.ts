import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Report } from '#model/report';
import { Page } from './html/page.tsx';
import { STYLE } from './html/style.ts';
import { type Caps, viewOf } from './html/view.ts';
import { inertDocument } from './inert.ts';

/** A page beyond this no longer opens well on a phone. */
const MOST_BYTES = 5_000_000;

const FULL: Caps = {
  cards: 80,
  groupRows: 600,
  occurrences: 20,
  matrixRows: 80,
  recipients: 400,
  blindSpots: 60,
  flows: 600,
  text: 600,
};

/** Shares of the full lists that are tried in turn until the page is small enough. */
const LADDER = [1 / 2, 1 / 5, 1 / 20, 1 / 100] as const;

const scaled = (share: number): Caps => ({
  cards: Math.ceil(FULL.cards * share),
  groupRows: Math.ceil(FULL.groupRows * share),
  occurrences: Math.ceil(FULL.occurrences * share),
  matrixRows: Math.ceil(FULL.matrixRows * share),
  recipients: Math.ceil(FULL.recipients * share),
  blindSpots: Math.ceil(FULL.blindSpots * share),
  flows: Math.ceil(FULL.flows * share),
  text: Math.max(80, Math.ceil(FULL.text * share)),
});

const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const pageOf = (report: Report, caps: Caps): string => {
  const page = h(Page, { view: viewOf(report, caps), style: STYLE, policy: POLICY });
  return inertDocument(`<!doctype html>\n${renderToString(page)}\n`);
};

/**
 * Gives report.html: one file that loads nothing and runs nothing, at most 5 MB. Lists that are longer are cut, and
 * the page says by how much and that report.json holds them whole.
 */
export const renderHtml = (report: Report): string => {
  let page = pageOf(report, scaled(1));
  for (const share of LADDER) {
    const size = Buffer.byteLength(page);
    if (size <= MOST_BYTES) break;
    if (share * size <= MOST_BYTES) page = pageOf(report, scaled(share));
  }
  return page;
};
