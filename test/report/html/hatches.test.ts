import { describe, expect, it } from 'vitest';
import { CONSENT_STATES } from '#model/consent';
import { consentFill, Hatches, patternOf } from '../../../src/report/html/hatches.tsx';
import { htmlOf } from '../../support/make-view.ts';

describe('Hatches', () => {
  it('defines every fill that the drawings name', () => {
    const html = htmlOf(Hatches, {});
    const named = [...CONSENT_STATES.map(consentFill), ...[0, 1, 2, 3, 40].map(patternOf)];
    for (const fill of named) expect(html).toContain(`id="${/#([a-z-]+)/.exec(fill)?.[1] ?? 'none'}"`);
  });

  it('gives no two consent states the same pattern, and neighbours in a bar never the same', () => {
    const patterns = [...htmlOf(Hatches, {}).matchAll(/<path class="hatch"([^>]*)>/g)].map(
      ([, path]) => path,
    );
    expect(new Set(patterns).size).toBe(CONSENT_STATES.length);
    expect(new Set([0, 1, 2].map(patternOf)).size).toBe(3);
  });
});
