import { describe, expect, it } from 'vitest';
import { SIMULATED_NOTICE } from '#model/report';
import { noticeOf } from '../../src/report/notice.ts';
import { makeReport } from '../support/make-report.ts';

const session = makeReport().session;

describe('noticeOf', () => {
  it.each([
    ['a real handset has none', makeReport(), null],
    ['the report has its own', makeReport({ notice: 'x', session: { ...session, simulated: true } }), 'x'],
    [
      'a simulated session never goes without',
      makeReport({ session: { ...session, simulated: true } }),
      SIMULATED_NOTICE,
    ],
  ])('%s', (_name, report, expected) => {
    expect(noticeOf(report)).toBe(expected);
  });
});
