import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { type SavedReport, reportSchema } from '#model/report';
import { makeTempFolder } from '../support/temp-folder.ts';
import { runCli } from '../support/run-cli.ts';
import { SAMPLE_TRUTH, SAMPLE_UNREAD, type Truth } from './truth.ts';

const lineOf = (row: Truth): string =>
  [row.flow, row.canary, row.class, row.level, row.purpose, row.atSend, row.atEntry].join(' · ');

const found = ({ findings }: SavedReport): readonly Truth[] =>
  findings.map(({ flowId, canaryId, class: className, level, consent }) => ({
    flow: flowId,
    canary: canaryId,
    class: className,
    level,
    purpose: consent.purpose,
    atSend: consent.atSend,
    atEntry: consent.atEntry,
  }));

describe('phonehome audit sample', () => {
  let report: SavedReport;
  let code: number;

  beforeAll(async () => {
    await using folder = await makeTempFolder();
    ({ code } = await runCli(['audit', 'sample', '--out', folder.path, '--quiet'], folder.path));
    report = reportSchema.parse(JSON.parse(await readFile(join(folder.path, 'report.json'), 'utf8')));
  });

  it('finds what the script put in, and nothing else', () => {
    expect(found(report).map(lineOf).sort()).toEqual(SAMPLE_TRUTH.map(lineOf).sort());
  });

  it('lists what nobody can read, each with its reason', () => {
    const counts = Object.fromEntries(report.blindSpots.map(({ reason, count }) => [reason, count]));
    expect(counts).toEqual(SAMPLE_UNREAD);
  });

  it('shows every kind of recipient and every state of consent', () => {
    expect(new Set(report.recipients.map(({ party }) => party))).toEqual(
      new Set(['vendor', 'other-vendor', 'platform', 'operator', 'third-party', 'unknown']),
    );
    expect(new Set(report.findings.map(({ consent }) => consent.atSend))).toEqual(
      new Set(['before-choice', 'declined', 'accepted', 'withdrawn', null]),
    );
    expect(new Set(report.findings.map(({ level }) => level))).toEqual(new Set(['A', 'B', 'C']));
    expect(new Set(report.findings.map(({ transport }) => transport))).toEqual(new Set(['http', 'https']));
  });

  it('ends with the verdict of a leak and the line of a simulated handset', () => {
    expect([code, report.verdict]).toEqual([1, 'leaks']);
    expect(report.notice).toMatch(/^Simulated handset/);
  });
});
