import { describe, expect, it } from 'vitest';
import { GUTTER, Label } from '../../../src/report/html/timeline-label.tsx';
import { htmlOf, seenOf } from '../../support/make-view.ts';

describe('Label', () => {
  it.each([
    ['short.example', 'short.example'],
    ['a-very-long-host-name-indeed.vendor.example', 'a-very-long-host-name-indee…'],
    ['\u202egnp', '⟨U+202E⟩gnp'],
  ])('fits %j into its column as %j', (text, expected) => {
    const html = htmlOf(Label, { y: 0, text });
    expect(seenOf(html)).toBe(expected);
    expect(html).toContain(`x="${String(GUTTER - 10)}"`);
  });
});
