import type { Report } from '#model/report';
import { inert } from './inert.ts';
import { noticeOf } from './notice.ts';
import { findingLines } from './text/findings.ts';
import { blindLines, coverageLines, recipientLines } from './text/ground.ts';
import { GAP, line, type Line, paintLine } from './text/line.ts';
import { receivedLines, verdictLines } from './text/verdict.ts';

export type TextOptions = {
  readonly colour: boolean;
  /** Width of the terminal; 40 at least. */
  readonly columns: number;
  /** Where the full report is, for the last line; null says nothing. */
  readonly reportPath: string | null;
};

/** Rows of each list: a terminal is no place for ten thousand. */
const LIMIT = 10;

const PLAIN: TextOptions = { colour: false, columns: 80, reportPath: null };

const sections = (report: Report): readonly (readonly Line[])[] => [
  verdictLines(report),
  receivedLines(report, LIMIT),
  findingLines(report, true, LIMIT),
  findingLines(report, false, LIMIT),
  blindLines(report, LIMIT),
  recipientLines(report, LIMIT),
  coverageLines(report),
];

/**
 * Gives the report for a terminal. The notice of a simulated handset is the first line and is never wrapped; no
 * captured control or bidi character gets through.
 */
export const renderText = (report: Report, options: Partial<TextOptions> = {}): string => {
  const { colour, columns, reportPath } = { ...PLAIN, ...options };
  const paint = { colour, columns: Number.isFinite(columns) ? Math.max(40, Math.floor(columns)) : 80 };
  const notice = noticeOf(report);
  const body = sections(report).flatMap((lines) => [...lines, GAP]);
  const last = reportPath === null ? [] : [line(0, `Report: ${reportPath}`)];
  const head = notice === null ? [] : [inert(notice), ''];
  return `${[...head, ...[...body, ...last].map((each) => paintLine(each, paint))].join('\n').trimEnd()}\n`;
};
