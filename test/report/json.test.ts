import { describe, expect, it } from 'vitest';
import { reportSchema, SIMULATED_NOTICE } from '#model/report';
import { renderJson } from '../../src/report/json.ts';
import { hostileReport } from '../support/hostile-report.ts';
import { makeReport } from '../support/make-report.ts';
import { leaksReport } from '../support/report-samples.ts';

/** The same value with the keys of every object in reverse order. */
const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, each]) => [key, reversed(each)]),
  );
};

describe('renderJson', () => {
  it.each([
    ['leaks', leaksReport()],
    ['hostile', hostileReport()],
  ])('gives the %s report back, whole', (_name, report) => {
    expect(JSON.parse(renderJson(report))).toEqual(report);
  });

  it('gives the same bytes for equal reports, whatever the order of their keys', () => {
    const report = leaksReport();
    const other = reportSchema.parse(reversed(report));
    const shuffled = reversed(other);
    expect(renderJson(other)).toBe(renderJson(report));
    expect(JSON.stringify(shuffled)).not.toBe(JSON.stringify(report));
    expect(renderJson(shuffled as typeof report)).toBe(renderJson(report));
  });

  it('is indented by two spaces, ends in a line end, and begins with the notice', () => {
    const text = renderJson(leaksReport());
    expect(text.startsWith(`{\n  "notice": "${SIMULATED_NOTICE}",\n  "reportVersion": 1,`)).toBe(true);
    expect(text.endsWith('}\n')).toBe(true);
  });

  it('gives a simulated session its notice even where the report lost it', () => {
    const base = makeReport();
    const text = renderJson(makeReport({ session: { ...base.session, simulated: true } }));
    expect(JSON.parse(text)).toMatchObject({ notice: SIMULATED_NOTICE });
  });

  it('holds a key named __proto__ as any other', () => {
    expect(renderJson(hostileReport())).toContain('"__proto__": 1');
  });
});
