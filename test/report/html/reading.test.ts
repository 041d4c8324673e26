import { describe, expect, it } from 'vitest';
import { LEVELS } from '#model/finding';
import { Reading } from '../../../src/report/html/reading.tsx';
import { htmlOf, seenOf } from '../../support/make-view.ts';

describe('Reading', () => {
  it('explains every level, what is not shown, and the words', () => {
    const seen = seenOf(htmlOf(Reading, {}));
    for (const level of LEVELS) expect(seen).toContain(`Level ${level}`);
    expect(seen).toContain('It is not the place where data is processed.');
    expect(seen).toContain('no legal assessment');
    expect(seen).toContain('blind spotsomething that left the handset and could not be read');
  });
});
