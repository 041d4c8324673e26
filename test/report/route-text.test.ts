import { describe, expect, it } from 'vitest';
import { routeText } from '../../src/report/route-text.ts';
import { makeFinding } from '../support/make-report.ts';

describe('routeText', () => {
  it('prints steps and field names, no offsets', () => {
    expect(routeText(makeFinding().route)).toBe('body › gzip › json $.d › base64 › json $.i');
    expect(routeText([{ step: 'query' }, { step: 'form', path: 'externalId', offset: 1, length: 2 }])).toBe(
      'query › form externalId',
    );
    expect(routeText([])).toBe('');
  });
});
