import { describe, expect, it } from 'vitest';
import { attribute } from '#audit/attribute/attribute';
import { compileHosts } from '#audit/attribute/compile-hosts';
import { purposeOf } from '#audit/attribute/purpose-of';
import type { DataClass } from '#model/data-class';
import { makeHosts } from '../../support/make-hosts.ts';

const map = compileHosts(
  makeHosts([
    { domain: 'xiaomi.com' },
    {
      domain: 'account.xiaomi.com',
      purposes: [
        { purpose: 'cloud-messaging', classes: ['contact.number', 'imsi'] },
        { purpose: 'account', classes: ['account', 'imsi'] },
      ],
    },
    { domain: 'tracking.xiaomi.com', purposes: 'analytics' },
  ]),
);
const policy = {
  purposes: [
    { domain: 'xiaomi.com', purpose: 'privacy-policy' },
    { domain: 'Sync.xiaomi.com', classes: ['imei' as const], purpose: 'cloud-sync' },
    { domain: 'sync.xiaomi.com', purpose: 'backup' },
  ],
};
const of = (host: string, dataClass: DataClass, purposes: typeof policy.purposes = []): string =>
  purposeOf(attribute(map, host, {}), { purposes }, dataClass);

describe('purposeOf', () => {
  it.each<[string, DataClass, string]>([
    ['api.account.xiaomi.com', 'contact.number', 'cloud-messaging'],
    ['api.account.xiaomi.com', 'imsi', 'cloud-messaging'],
    ['account.xiaomi.com', 'account', 'account'],
    ['account.xiaomi.com', 'sms.body', 'none'],
    ['tracking.xiaomi.com', 'sms.body', 'user-experience'],
    ['xiaomi.com', 'imei', 'none'],
    ['example.com', 'imei', 'none'],
  ])('by the host table: %s, %s → %s', (host, dataClass, purpose) => {
    expect(of(host, dataClass)).toBe(purpose);
  });

  it.each<[string, DataClass, string]>([
    ['api.account.xiaomi.com', 'contact.number', 'privacy-policy'],
    ['SYNC.xiaomi.com.', 'imei', 'cloud-sync'],
    ['a.sync.xiaomi.com', 'imsi', 'backup'],
    ['nosync.xiaomi.com', 'imei', 'privacy-policy'],
    ['notxiaomi.com', 'imei', 'none'],
  ])('the policy goes before it, its longest domain first: %s, %s → %s', (host, dataClass, purpose) => {
    expect(of(host, dataClass, policy.purposes)).toBe(purpose);
  });
});
