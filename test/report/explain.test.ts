import { describe, expect, it } from 'vitest';
import { SIMULATED_NOTICE } from '#model/report';
import { explainFinding } from '../../src/report/explain.ts';
import { makeCanary } from '../support/make-canary.ts';
import { makeLoaded } from '../support/make-flow.ts';
import { makeReportOf } from '../support/make-report-of.ts';
import { HOSTILE_TEXTS, hostileReport } from '../support/hostile-report.ts';
import { makeFinding, makeProof, makeReport } from '../support/make-report.ts';
import { leaksReport } from '../support/report-samples.ts';

describe('explainFinding', () => {
  it('gives the four statements, each link to be repeated by hand, and the layers', () => {
    const text = explainFinding(makeReport(), makeFinding());
    expect(text.split('\n')).toEqual(
      expect.arrayContaining([
        'Observation',
        'Identification',
        '  1. body: the part of the request',
        '  2. gzip: take 812 bytes at 0, undo gzip',
        '  5. json $.i: take 15 bytes at 12, undo json',
        '  then 15 bytes at 0',
        'Attribution',
        '  api.vendor.example: Vendor, vendor of this handset',
        'Evaluation',
        '  user-experience: declined, read back from the handset',
      ]),
    );
  });

  it('says in words what each step and each word of the recipe is', () => {
    const finding = makeFinding({ proof: makeProof({ recipe: 'sha1/hex' }) });
    const lines = explainFinding(makeReport(), finding).split('\n');
    const at = lines.indexOf('In words');
    expect(lines.slice(at + 1, at + 3)).toEqual([
      '  undo gzip: inflated (gunzip)',
      '  undo json: a value of JSON, its escapes read',
    ]);
    expect(lines.join('\n')).toContain('  sha1/hex = the SHA1 of');
  });

  it('wraps between words where a terminal is narrow, and keeps the words', () => {
    const whole = explainFinding(makeReport(), makeFinding());
    const narrow = explainFinding(makeReport(), makeFinding(), 40);
    expect(narrow.split('\n').filter((each) => each.length > 40)).toEqual([]);
    expect(narrow.replace(/\s+/gu, '')).toBe(whole.replace(/\s+/gu, ''));
  });

  it('says how few candidates undo a hash', () => {
    const finding = makeFinding({ proof: makeProof({ inversionCandidates: 987_655 }) });
    expect(explainFinding(makeReport(), finding)).toContain('only a hash: 987655 candidates invert it');
  });

  it('says what to compare the bytes with, and where the recipe finds what else it needs', () => {
    const besides = [
      {
        role: 'salt' as const,
        recipe: 'value',
        route: [{ step: 'query' as const }, { step: 'form' as const, path: 'ts', offset: 3, length: 10 }],
        at: { offset: 0, length: 10 },
      },
    ];
    const finding = makeFinding({
      canaryId: 'imei-1',
      proof: makeProof({ recipe: 'value of ts + plain > md5/hex', besides }),
    });
    const lines = explainFinding(makeReport(), finding).split('\n');
    const at = lines.indexOf(
      '  and compare: they are what the recipe makes of the known value imei-1: value of ts + plain > md5/hex',
    );
    expect(lines.slice(at + 1, at + 5)).toEqual([
      'Besides: the salt that the recipe names',
      '  1. query: the part of the request',
      '  2. form ts: take 10 bytes at 3, undo form',
      '  then 10 bytes at 0',
    ]);
    const shape = explainFinding(makeReport(), makeFinding({ canaryId: null }));
    expect(shape).toContain('no value is known');
  });

  it('begins with the notice of a simulated handset', () => {
    expect(
      explainFinding(leaksReport(), makeFinding()).startsWith(`${SIMULATED_NOTICE}\n\nFinding finding-1`),
    ).toBe(true);
  });

  it('lets no captured text act, or stand as a line of its own', () => {
    const report = hostileReport();
    for (const finding of report.findings.slice(0, HOSTILE_TEXTS.length - 1)) {
      const text = explainFinding(report, finding);
      expect(text).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069\u2028]/u);
      expect(text.split('\n').some((line) => line.startsWith('VERDICT'))).toBe(false);
    }
  });

  it('survives a finding whose flow and recipient are not listed', () => {
    expect(explainFinding(makeReport({ flows: [], recipients: [] }), makeFinding())).toContain(
      'unknown party',
    );
  });

  it('tells a finding link by link, in the four statements, masked', () => {
    const nested = Buffer.from('{"i":"861234050123457"}').toString('base64');
    const report = makeReportOf([makeLoaded({}, JSON.stringify({ v: 4, d: nested }))], [makeCanary()]);
    const [finding] = report.findings;
    const text = finding === undefined ? '' : explainFinding(report, finding);
    expect(text.startsWith(SIMULATED_NOTICE)).toBe(true);
    for (const heading of ['Observation', 'Identification', 'Attribution', 'Evaluation']) {
      expect(text).toContain(`\n${heading}\n`);
    }
    expect(text).toContain('2. json $.d: take 32 bytes at 12, undo json');
    expect(text).toContain('3. base64: take 32 bytes at 0, undo base64');
    expect(text).not.toContain('861234050123457');
  });
});
