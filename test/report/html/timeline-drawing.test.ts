import { describe, expect, it } from 'vitest';
import { TimelineDrawing } from '../../../src/report/html/timeline-drawing.tsx';
import { consentsOf, endOf, scaleOf, stepsOf } from '../../../src/report/html/timeline-scale.ts';
import { SaxesParser } from 'saxes';
import type { SavedReport } from '#model/report';
import { htmlOf, makeView } from '../../support/make-view.ts';
import { cleanReport, leaksReport } from '../../support/report-samples.ts';

const draw = (report: SavedReport): string => {
  const endMs = endOf(report);
  const steps = stepsOf(report.session.marks, endMs);
  return htmlOf(TimelineDrawing, {
    view: makeView(report),
    scale: scaleOf(steps, endMs, 900),
    steps,
    consents: consentsOf(report.session.marks, endMs),
  });
};

describe('TimelineDrawing', () => {
  it('is one image with a name and a description', () => {
    const svg = draw(leaksReport());
    expect(svg).toContain('role="img" aria-labelledby="timeline-name timeline-says"');
    expect(svg).toContain('<title id="timeline-name">');
    expect(svg).toContain('<desc id="timeline-says">');
    expect(() => new SaxesParser().write(svg).close()).not.toThrow();
  });

  it('draws each step, and each consent by pattern as well as by colour', () => {
    const svg = draw(leaksReport());
    expect(svg.match(/class="step"/g)).toHaveLength(15);
    for (const state of ['before-choice', 'declined', 'accepted', 'withdrawn'])
      expect(svg).toContain(`fill="url(#hatch-${state})"`);
  });

  it('draws an import without steps on an even axis', () => {
    const svg = draw(cleanReport());
    expect(svg).not.toContain('class="step"');
    expect(svg).toContain('class="traffic"');
  });
});
