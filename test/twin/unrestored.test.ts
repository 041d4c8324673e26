import { describe, expect, it } from 'vitest';
import type { TwinSnapshot } from '#twin/control';
import { unrestored } from '#twin/unrestored';

const asNew: TwinSnapshot = {
  settings: { global: { wifi_on: '1' }, secure: { android_id: '33a0' }, system: {} },
  packages: { 'com.android.mms': 14 },
  certificates: { user: [], system: ['aa.0'], apex: [] },
  tunnels: [],
  mounts: ['/apex/x'],
  proxy: null,
  rootShell: false,
  account: null,
  consents: {},
  contacts: [],
  messages: [],
  calls: [],
};

const message = (type: 1 | 2) => ({
  ...{ id: 1, threadId: 1, address: '+447700900001', body: 'x', dateMs: 0, type, read: true },
  ...{ syncState: 0, mxStatus: 0 },
});

describe('unrestored', () => {
  it('says nothing of a twin that is as it was, nor of what its owner did', () => {
    const owner = {
      ...asNew,
      settings: { ...asNew.settings, secure: { android_id: '33a0', upload_log_pref: '0' } },
      account: '33',
      consents: { 'cloud-sync': 'withdrawn' as const },
      messages: [message(2)] as TwinSnapshot['messages'],
    };
    expect(unrestored(asNew, asNew, [])).toEqual([]);
    expect(unrestored(asNew, owner, ['setting secure upload_log_pref'])).toEqual([]);
  });

  it.each<[Partial<TwinSnapshot>, string]>([
    [{ settings: { ...asNew.settings, global: { wifi_on: '0' } } }, 'setting global wifi_on'],
    [{ settings: { ...asNew.settings, secure: {} } }, 'setting secure android_id'],
    [{ packages: { ...asNew.packages, 'io.appium.settings': 1 } }, 'package io.appium.settings'],
    [{ packages: {} }, 'package com.android.mms'],
    [{ tunnels: ['tcp:8080 tcp:8080'] }, 'tunnel tcp:8080 tcp:8080 was left'],
    [{ mounts: [] }, 'mount /apex/x is gone'],
    [
      { certificates: { ...asNew.certificates, system: ['aa.0', 'bb.0'] } },
      'certificate of the system store bb.0 was left',
    ],
    [{ messages: [message(1)] as TwinSnapshot['messages'] }, 'a row in content://sms'],
    [{ proxy: '127.0.0.1:8080' }, 'the proxy in force'],
    [{ rootShell: true }, 'the root shell'],
  ])('names %j', (change, words) => {
    expect(unrestored(asNew, { ...asNew, ...change }, ['setting system x'])).toEqual([words]);
  });
});
