import type { Log, Result } from 'sarif';
import { describe, expect, it } from 'vitest';
import { DATA_CLASSES } from '#model/data-class';
import { SIMULATED_NOTICE } from '#model/report';
import { renderSarif } from '../../src/report/sarif.ts';
import { hostileReport } from '../support/hostile-report.ts';
import { makeFinding, makeReport } from '../support/make-report.ts';
import { blindReport, cleanReport, leaksReport } from '../support/report-samples.ts';

const logOf = (text: string): Log => JSON.parse(text) as Log;

const runOf = (text: string): Log['runs'][number] => {
  const [run] = logOf(text).runs;
  if (run === undefined) throw new Error('no run');
  return run;
};

const resultsOf = (text: string): Result[] => runOf(text).results ?? [];

const LEVELS = new Set(['error', 'warning', 'note', 'none']);

describe('renderSarif', () => {
  it.each([
    ['leaks', leaksReport()],
    ['blind', blindReport()],
    ['clean', cleanReport()],
    ['hostile', hostileReport()],
  ])('has what SARIF 2.1.0 asks for: %s', (_name, report) => {
    const text = renderSarif(report);
    const run = runOf(text);
    const rules = run.tool.driver.rules ?? [];
    expect(logOf(text).version).toBe('2.1.0');
    expect(run.tool.driver.name).toBe('phonehome');
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    for (const result of run.results ?? []) {
      expect(rules[result.ruleIndex ?? -1]?.id).toBe(result.ruleId);
      expect(result.message.text).not.toBe('');
      expect(LEVELS.has(result.level ?? '')).toBe(true);
      // SARIF 2.1.0 §3.27.10: a kind other than fail has the level none.
      expect(result.kind === 'fail').toBe(result.level !== 'none');
      expect(result.occurrenceCount).toBeGreaterThan(0);
      const uri = result.locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? '';
      expect(uri).toMatch(/^[A-Za-z0-9._~!'()*%/-]+$/);
    }
  });

  it('has a rule for each class of data', () => {
    const ids = (runOf(renderSarif(cleanReport())).tool.driver.rules ?? []).map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining([...DATA_CLASSES]));
  });

  it.each([
    ['forbidden', {}, ['fail', 'error']],
    ['allowed and exact', { policy: { forbidden: false, rule: 'x' } }, ['informational', 'none']],
    ['allowed and only a shape', { level: 'C', policy: { forbidden: false, rule: 'x' } }, ['review', 'none']],
    [
      'only a shape, decided by a review',
      { level: 'C', policy: { forbidden: false, rule: 'review: false-positive' } },
      ['informational', 'none'],
    ],
    [
      'only a shape, accepted',
      {
        level: 'C',
        policy: { forbidden: false, rule: 'x' },
        consent: { atSend: 'accepted', atEntry: null, purpose: 'cloud-sync', readBack: true },
      },
      ['informational', 'none'],
    ],
  ] as const)('gives a finding that is %s its kind and level', (_name, overrides, standing) => {
    const results = resultsOf(
      renderSarif(makeReport({ verdict: 'clean', findings: [makeFinding(overrides)], blindSpots: [] })),
    );
    expect(results.map(({ kind, level }) => [kind, level])).toEqual([standing]);
  });

  it('suppresses what a review decided, with its words', () => {
    const policy = { forbidden: false, rule: 'review: accepted' };
    const [result] = resultsOf(
      renderSarif(makeReport({ verdict: 'clean', findings: [makeFinding({ policy })] })),
    );
    expect(result?.suppressions).toEqual([
      { kind: 'external', status: 'accepted', justification: 'review: accepted' },
    ]);
  });

  it.each([
    ['blind', blindReport(), 1],
    ['leaks without a finding that says why', makeReport({ findings: [] }), 1],
    ['clean', cleanReport(), 0],
  ] as const)('has errors where the exit code is not 0: %s', (_name, report, errors) => {
    const results = resultsOf(renderSarif(report)).filter(({ level }) => level === 'error');
    expect(results).toHaveLength(errors);
    if (errors > 0) expect(results[0]).toMatchObject({ ruleId: 'verdict', kind: 'fail' });
    if (errors > 0) expect(results[0]?.message.text).toContain(report.verdictText);
  });

  it('gives a group once, with fingerprint, occurrences and route', () => {
    const findings = [makeFinding(), makeFinding({ id: 'finding-2', atMs: 70_000 })];
    const [result] = resultsOf(renderSarif(makeReport({ findings })));
    expect(result?.partialFingerprints).toEqual({ 'phonehomeGroup/v1': 'group-1' });
    expect(result?.occurrenceCount).toBe(2);
    expect(result?.properties?.['findingIds']).toEqual(['finding-1', 'finding-2']);
    expect(result?.locations?.[0]?.logicalLocations?.[0]?.fullyQualifiedName).toBe(
      'api.vendor.example › body › gzip › json $.d › base64 › json $.i',
    );
  });

  it('gives blind spots as open results, and verdict and coverage as properties of the run', () => {
    const report = blindReport();
    const run = runOf(renderSarif(report));
    expect((run.results ?? []).filter(({ kind }) => kind === 'open')).toHaveLength(report.blindSpots.length);
    expect(run.properties).toMatchObject({ verdict: 'blind', coverage: report.coverage });
  });

  it('begins with the notice, and says simulated in each message', () => {
    const text = renderSarif(leaksReport());
    expect(text.startsWith(`{\n  "properties": {\n    "notice": "${SIMULATED_NOTICE}"`)).toBe(true);
    for (const { message } of resultsOf(text)) expect(message.text).toMatch(/^\[simulated handset\] /);
  });
});
