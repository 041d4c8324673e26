import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { DOMParser } from '@xmldom/xmldom';
import { SIMULATED_NOTICE } from '#model/report';
import { renderJunit } from '../../src/report/junit.ts';
import { hostileReport } from '../support/hostile-report.ts';
import { makeReport } from '../support/make-report.ts';
import { blindReport, cleanReport, leaksReport } from '../support/report-samples.ts';

type Seen = { readonly counts: ReadonlyMap<string, number>; readonly root: Readonly<Record<string, string>> };

/** Reads with a strict XML 1.0 parser; throws on anything that is not well-formed. */
const read = (xml: string): Seen => {
  const counts = new Map<string, number>();
  let root: Readonly<Record<string, string>> = {};
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    counts.set(name, (counts.get(name) ?? 0) + 1);
    if (name === 'testsuites') root = attributes;
  });
  parser.write(xml).close();
  return { counts, root };
};

const forbiddenGroups = (report: ReturnType<typeof leaksReport>): number =>
  new Set(report.findings.filter(({ policy }) => policy.forbidden).map(({ group }) => group)).size;

describe('renderJunit', () => {
  it.each([
    ['leaks', leaksReport()],
    ['blind', blindReport()],
    ['clean', cleanReport()],
    ['hostile', hostileReport()],
  ])('is well-formed, and its totals are those of its cases: %s', (_name, report) => {
    const { counts, root } = read(renderJunit(report));
    expect(root['tests']).toBe(String(counts.get('testcase')));
    expect(root['failures']).toBe(String(counts.get('failure') ?? 0));
    expect(root['errors']).toBe(String(counts.get('error') ?? 0));
    const ofVerdict = report.verdict === 'leaks' ? 1 : 0;
    expect(counts.get('failure') ?? 0).toBe(forbiddenGroups(report) + ofVerdict);
  });

  it('makes a blind verdict an error, and a clean one all green', () => {
    expect(read(renderJunit(blindReport())).counts.get('error')).toBe(1);
    const { counts } = read(renderJunit(cleanReport()));
    expect([counts.get('testcase'), counts.get('failure'), counts.get('error')]).toEqual([
      1,
      undefined,
      undefined,
    ]);
  });

  it('fails the case of the verdict when it is leaks, whether findings say why or not', () => {
    for (const report of [leaksReport(), makeReport({ findings: [] })])
      expect(renderJunit(report)).toMatch(/<testsuite name="verdict" tests="1" failures="1"/u);
  });

  it('bears the notice as first comment, as name and in every suite', () => {
    const xml = renderJunit(leaksReport());
    const { counts, root } = read(xml);
    expect(xml.split('\n')[1]).toBe(`<!-- ${SIMULATED_NOTICE} -->`);
    expect(root['name']?.startsWith(SIMULATED_NOTICE)).toBe(true);
    expect(counts.get('property')).toBe(counts.get('testsuite'));
  });

  it('is read by a DOM parser with the hostile text as text', () => {
    const document = new DOMParser().parseFromString(renderJunit(hostileReport()), 'text/xml');
    expect(document.getElementsByTagName('script')).toHaveLength(0);
    expect(document.documentElement?.textContent).toContain('<script>alert(1)</script>');
  });
});
