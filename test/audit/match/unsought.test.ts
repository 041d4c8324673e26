import { describe, expect, it } from 'vitest';
import { compileNeedles } from '#audit/match/compile';
import { unsoughtOf } from '#audit/match/unsought';
import type { DataClass } from '#model/data-class';
import { makeCanary } from '../../support/make-canary.ts';

const isSought = (dataClass: DataClass, value: string): boolean => {
  const canaries = [makeCanary({ id: 'one', class: dataClass, value })];
  return unsoughtOf(canaries, compileNeedles(canaries)).size === 0;
};

describe('a known value', () => {
  it.each<[DataClass, string]>([
    ['imei', '861234050123457'],
    ['mac', '02:15:b2:4c:a1:9e'],
    ['phone.own', '07700 900107'],
    ['sms.peer_number', 'VM-HDFCBK'],
    ['location', '51.507351,-0.127758'],
    ['contact.name', 'Ottilie Marlow-Quinn'],
    ['ssid', 'ab'],
    ['sms.body', 'ok'],
  ])('is searched for: %s %s', (dataClass, value) => {
    expect(isSought(dataClass, value)).toBe(true);
  });

  it.each<[DataClass, string]>([
    ['mac', 'zz'],
    ['phone.own', '+'],
    ['email', '@'],
    ['contact.name', '   '],
    ['contact.name', 'A'],
    ['ssid', 'x'],
  ])('is not, being too short or none of its class: %s %j', (dataClass, value) => {
    expect(isSought(dataClass, value)).toBe(false);
  });
});
