import type { Session } from '#model/session';

/** The session of the sample; others differ from it by what they say. */
export const SAMPLE_SESSION: Session = {
  captureVersion: 1,
  id: 'sample',
  startedAt: '2026-06-01T08:00:00.000Z',
  handset: {
    codename: 'sample',
    brand: 'Redmi',
    model: 'Sample',
    marketingName: 'Sample handset, made up',
    androidVersion: '13',
    apiLevel: 33,
    region: 'GB',
    rooted: true,
  },
  firmware: 'none: a synthetic sample, written by a script; no phone was involved',
  simulated: true,
  scenario: 'f-secure-2014, shortened and made up',
  engine: 'none',
  route: 'none',
  tools: { 'make-sample': '1' },
  controls: {
    positive: { passed: null, why: 'nothing was recorded from a handset' },
    negative: { passed: null, why: 'nothing was recorded from a handset' },
  },
  leftChanged: ['signed in to the account of the sample'],
};
