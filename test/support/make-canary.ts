import type { Canary } from '#model/canary';

/** A canary; an IMEI unless told otherwise. */
export const makeCanary = (overrides: Partial<Canary> = {}): Canary => ({
  id: 'imei-1',
  class: 'imei',
  value: '861234050123457',
  ...overrides,
});
