import { existsSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { deviceFile } from '#devices/device-files';

describe('deviceFile', () => {
  it('leads to what is shipped', () => {
    expect(statSync(deviceFile()).isDirectory()).toBe(true);
    expect(existsSync(deviceFile('hosts.yaml'))).toBe(true);
    expect(existsSync(deviceFile('policies', 'default.yaml'))).toBe(true);
  });

  it('takes a name with strange characters as one name', () => {
    expect(deviceFile('twins', 'armani@v4.yaml').endsWith('/devices/twins/armani@v4.yaml')).toBe(true);
    expect(deviceFile('a?b#c d').endsWith('/devices/a?b#c d')).toBe(true);
  });
});
