import { describe, expect, it } from 'vitest';
import { failureFromAdb, selectHandset } from '#collect/handset/adb-failure';
import type { AttachedHandset } from '#collect/handset/answers/devices';

const attached = (serial: string, state: AttachedHandset['state']): AttachedHandset => ({
  serial,
  state,
  model: null,
  device: null,
});
const codeOf = (choose: () => unknown): unknown => {
  try {
    choose();
    return null;
  } catch (failure) {
    return failure instanceof Error && 'code' in failure ? failure.code : failure;
  }
};

describe('failureFromAdb', () => {
  it.each([
    ["error: device unauthorized.\nThis adb server's $ADB_VENDOR_KEYS is not set", 'handset-refused'],
    ['error: insufficient permissions for device: user in plugdev group', 'handset-refused'],
    ['error: device offline', 'handset-lost'],
    ["adb: device 'SECRETSERIAL' not found", 'handset-lost'],
    ['error: no devices/emulators found', 'handset-lost'],
    ['error: more than one device/emulator', 'usage'],
    ['adb: cannot connect to daemon at tcp:5037: Connection refused', 'environment'],
  ])('%j', (words, code) => {
    const failure = failureFromAdb(words);
    expect(failure?.code).toBe(code);
    expect(failure?.remedy).toBeTruthy();
    expect(failure?.message).not.toContain('SECRETSERIAL');
  });

  it('says nothing of words that are not about the connection', () => {
    expect(failureFromAdb('cat: /x: No such file or directory')).toBeNull();
  });
});

describe('selectHandset', () => {
  it.each([
    ['none', [], undefined, 'no-handset'],
    ['two and none named', [attached('a', 'device'), attached('b', 'device')], undefined, 'usage'],
    ['another one named', [attached('a', 'device')], 'b', 'no-handset'],
    ['one that is not authorised', [attached('a', 'unauthorized')], undefined, 'handset-refused'],
    ['one that is offline', [attached('a', 'offline')], 'a', 'handset-lost'],
    ['one without permissions', [attached('????????????', 'no-permissions')], undefined, 'handset-refused'],
  ] as const)('fails for %s', (_name, list, serial, code) => {
    expect(codeOf(() => selectHandset(list, serial))).toBe(code);
  });

  it('takes the only one that is ready, and the one named of two', () => {
    const two = [attached('a', 'device'), attached('b', 'offline')];
    expect(selectHandset(two).serial).toBe('a');
    expect(selectHandset([...two, attached('c', 'device')], 'c').serial).toBe('c');
  });
});
