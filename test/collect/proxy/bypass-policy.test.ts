import { describe, expect, it } from 'vitest';
import { makeBypassPolicy } from '#collect/proxy/bypass-policy';

const KEY = { sniOrIp: 'api.vendor.example', ja4: 't13d1516h2' };

describe('makeBypassPolicy', () => {
  it('waits for a second refusal', () => {
    const policy = makeBypassPolicy();
    policy.refused(KEY, 0);
    expect(policy.shouldBypass(KEY)).toBe(false);
    policy.refused({ ...KEY, sniOrIp: 'API.vendor.example' }, 599_999);
    expect(policy.shouldBypass(KEY)).toBe(true);
  });

  it('forgets a refusal after ten minutes', () => {
    const policy = makeBypassPolicy();
    policy.refused(KEY, 0);
    policy.refused(KEY, 600_001);
    expect(policy.shouldBypass(KEY)).toBe(false);
  });

  it('lets neither another app nor another host pass', () => {
    const policy = makeBypassPolicy();
    policy.refused(KEY, 0);
    policy.refused(KEY, 1);
    expect(policy.shouldBypass({ ...KEY, ja4: 't12' })).toBe(false);
    expect(policy.shouldBypass({ ...KEY, sniOrIp: 'other.vendor.example' })).toBe(false);
  });
});
