import type { Report } from '#model/report';
import { csvPieces } from './csv.ts';
import { renderHtml } from './html.ts';
import { jsonPieces } from './json.ts';
import { junitPieces } from './junit.ts';
import { sarifPieces } from './sarif.ts';
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

/** One pure function per form: the same report gives the same text, in pieces where it may be long. */
export const RENDERERS: Readonly<Record<Format, (report: Report) => Iterable<string>>> = {
  json: jsonPieces,
  html: (report) => [renderHtml(report)],
  sarif: sarifPieces,
  junit: junitPieces,
  csv: csvPieces,
  text: (report) => [renderText(report)],
};
