import { describe, expect, it } from 'vitest';
import { deviceFile } from '#devices/device-files';
import { listDevices } from '#devices/list-devices';
import { namedFile } from '#devices/named-file';
import { failureOf } from '../support/failure-of.ts';

describe('namedFile', () => {
  it('finds a shipped file by its name, and takes a path as it is', async () => {
    expect(await namedFile('scenarios', 'f-secure-2014')).toBe(deviceFile('scenarios', 'f-secure-2014.yaml'));
    expect(await namedFile('scenarios', './mine.yaml')).toBe('./mine.yaml');
    expect(await namedFile('handsets', 'other/phone.yml')).toBe('other/phone.yml');
  });

  it.each(['no-such', '..', '%2e%2e', ''])('names what there is in place of %j', async (name) => {
    const { code, remedy } = await failureOf(namedFile('handsets', name));
    expect(code).toBe('not-found');
    expect(remedy).toContain('redmi-note-12');
  });
});

describe('listDevices', () => {
  it('lists names without their ending, sorted', async () => {
    const names = await listDevices('handsets');
    expect(names).toEqual([...names].sort());
    expect(names).toContain('redmi-class-33');
  });
});
