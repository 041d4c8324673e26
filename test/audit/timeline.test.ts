import { describe, expect, it } from 'vitest';
import { makeCanary } from '../support/make-canary.ts';
import { makeMark } from '../support/make-mark.ts';
import { timelineFrom } from '#audit/timeline';

const marks = [
  makeMark({ atMs: 0, step: 'wizard', consent: { 'cloud-sync': 'before-choice' } }),
  makeMark({
    atMs: 500,
    step: 'wizard',
    kind: 'consent',
    consent: { 'cloud-sync': 'declined' },
    readBack: { 'cloud-sync': true },
  }),
  makeMark({ atMs: 1000, step: 'add-1', consent: { 'cloud-sync': 'declined' } }),
  makeMark({
    atMs: 2000,
    step: 'opt-in',
    consent: { 'cloud-sync': 'accepted' },
    readBack: { 'cloud-sync': false },
  }),
  makeMark({ atMs: 3000, step: 'add-2', consent: { 'cloud-sync': 'accepted' } }),
];
const timeline = timelineFrom([...marks].reverse());

describe('timelineFrom', () => {
  it.each([
    [0, 'wizard', 'before-choice'],
    [499, 'wizard', 'before-choice'],
    [500, 'wizard', 'declined'],
    [1999, 'add-1', 'declined'],
    [2000, 'opt-in', 'accepted'],
    [9e9, 'add-2', 'accepted'],
  ])('at %d ms stands in %s, %s', (atMs, step, state) => {
    expect(timeline.stepAt(atMs)).toBe(step);
    expect(timeline.consentAt('cloud-sync', atMs)).toBe(state);
  });

  it('answers null for a purpose that no mark knows, for none, and for a name of the prototype', () => {
    expect(timeline.consentAt('personalised-ads', 2000)).toBeNull();
    expect(timeline.consentAt('none', 2000)).toBeNull();
    expect(timeline.consentAt('constructor', 2000)).toBeNull();
  });

  it('knows whether the last choice of a purpose was read back', () => {
    expect(timeline.readBackAt('cloud-sync', 400)).toBe(false);
    expect(timeline.readBackAt('cloud-sync', 1500)).toBe(true);
    expect(timeline.readBackAt('cloud-sync', 2500)).toBe(false);
  });

  it('tells the state when a value was entered: the last time before it was sent', () => {
    const once = makeCanary({ steps: ['add-1'] });
    const twice = makeCanary({ steps: ['add-1', 'add-2'] });
    expect(timeline.consentAtEntry(once, 'cloud-sync', 4000)).toBe('declined');
    expect(timeline.consentAtEntry(twice, 'cloud-sync', 2500)).toBe('declined');
    expect(timeline.consentAtEntry(twice, 'cloud-sync', 4000)).toBe('accepted');
    expect(timeline.consentAtEntry(makeCanary(), 'cloud-sync', 4000)).toBeNull();
  });

  it.each([
    [['add-1', 'add-2'], 2500, ['add-1']],
    [['add-1', 'add-2'], 3000, ['add-1', 'add-2']],
    [['add-1', 'add-2'], 500, ['add-1']],
    [['elsewhere'], 500, ['elsewhere']],
  ] as const)('of the steps %j had entered a value by %d ms: %j', (steps, atMs, entered) => {
    expect(timeline.enteredBy(makeCanary({ steps: [...steps] }), atMs)).toEqual(entered);
  });

  it('answers null to everything without marks', () => {
    const empty = timelineFrom([]);
    expect(empty.stepAt(10)).toBeNull();
    expect(empty.consentAt('cloud-sync', 10)).toBeNull();
    expect(empty.consentAtEntry(makeCanary({ steps: ['x'] }), 'cloud-sync', 10)).toBeNull();
  });
});
