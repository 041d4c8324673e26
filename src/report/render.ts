import type { Report } from '#model/report';
import { renderCsv } from './csv.ts';
import { renderHtml } from './html.ts';
import { renderJson } from './json.ts';
import { renderJunit } from './junit.ts';
import { renderSarif } from './sarif.ts';
import { renderText } from './text.ts';

/** Every form in which a report can be written. */
export const FORMATS = ['json', 'html', 'sarif', 'junit', 'csv', 'text'] as const;
export type Format = (typeof FORMATS)[number];

/** The name of each form's file in a report folder. */
export const REPORT_FILES: Readonly<Record<Format, string>> = {
  json: 'report.json',
  html: 'report.html',
  sarif: 'report.sarif',
  junit: 'report.junit.xml',
  csv: 'report.csv',
  text: 'report.txt',
};

/** One pure function per form: the same report gives the same text. */
export const RENDERERS: Readonly<Record<Format, (report: Report) => string>> = {
  json: renderJson,
  html: renderHtml,
  sarif: renderSarif,
  junit: renderJunit,
  csv: renderCsv,
  text: (report) => renderText(report),
};
