import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consentsOf, scaleOf, stepsOf } from '../../../src/report/html/timeline-scale.ts';
import { makeMark } from '../../support/make-report.ts';

describe('stepsOf', () => {
  it('ends a step at its own end, or where the next one starts', () => {
    const marks = [
      makeMark({ step: 'a', atMs: 10 }),
      makeMark({ step: 'a', atMs: 20, kind: 'step-end' }),
      makeMark({ step: 'b', atMs: 30 }),
      makeMark({ step: 'c', atMs: 50 }),
    ];
    expect(stepsOf(marks, 90).map(({ step, fromMs, toMs }) => [step, fromMs, toMs])).toEqual([
      ['a', 10, 20],
      ['b', 30, 50],
      ['c', 50, 90],
    ]);
  });
});

describe('consentsOf', () => {
  it('gives a span for each time in which a consent did not change', () => {
    const marks = [
      makeMark({ atMs: 0, consent: { sync: 'before-choice' } }),
      makeMark({ atMs: 5, kind: 'consent', consent: { sync: 'declined', push: 'accepted' } }),
      makeMark({ atMs: 7, consent: { sync: 'declined', push: 'accepted' } }),
    ];
    expect([...consentsOf(marks, 9)]).toEqual([
      [
        'sync',
        [
          { state: 'before-choice', fromMs: 0, toMs: 5 },
          { state: 'declined', fromMs: 5, toMs: 9 },
        ],
      ],
      ['push', [{ state: 'accepted', fromMs: 5, toMs: 9 }]],
    ]);
  });
});

describe('scaleOf', () => {
  it('gives every step room, keeps time in order and inside the drawing', () => {
    const times = fc.array(fc.integer({ min: 0, max: 1e7 }), { maxLength: 120 });
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 1e7 }), (starts, spare) => {
        const ordered = [...starts].sort((a, b) => a - b);
        const endMs = (ordered.at(-1) ?? 0) + spare;
        const steps = ordered.map((fromMs) => ({ step: 's', title: '', fromMs, toMs: endMs }));
        const scale = scaleOf(steps, endMs, 500);
        const places = [0, ...ordered, endMs].map(scale.xOf);
        expect(places.every((x) => x >= 0 && x <= scale.width + 1e-6)).toBe(true);
        expect(places).toEqual([...places].sort((a, b) => a - b));
        expect(scale.xOf(endMs)).toBeCloseTo(scale.width);
      }),
    );
  });
});
