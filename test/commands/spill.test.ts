import { readdirSync, readlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openSpill } from '#commands/spill';

const MIB = 2 ** 20;

const openFiles = (): readonly string[] =>
  readdirSync('/proc/self/fd').flatMap((name) => {
    try {
      const path = readlinkSync(`/proc/self/fd/${name}`);
      return path.includes('phonehome-') ? [path] : [];
    } catch {
      return [];
    }
  });

const partOf = (index: number): Uint8Array => Buffer.alloc(300_000 + index, index);

describe('openSpill', () => {
  it('gives back every byte, of its file, of memory and across both', () => {
    using spill = openSpill();
    const store = spill.openStore();
    const parts = Array.from({ length: 20 }, (_, index) => partOf(index));
    const whole = Buffer.concat(parts);
    let offset = 0;
    for (const part of parts) {
      store.append(part);
      offset += part.length;
      expect(Buffer.compare(store.read(offset - part.length, part.length), part)).toBe(0);
    }
    for (let from = 0; from < whole.length - MIB; from += 700_001)
      expect(Buffer.compare(store.read(from, MIB), whole.subarray(from, from + MIB))).toBe(0);
    expect(Buffer.compare(store.read(0, whole.length), whole)).toBe(0);
  });

  it('keeps a little in memory and the rest in a file without a name, closed at the end', () => {
    {
      using spill = openSpill();
      const store = spill.openStore();
      store.append(Buffer.alloc(MIB));
      expect(openFiles()).toEqual([]);
      for (let index = 0; index < 4; index += 1) store.append(Buffer.alloc(MIB));
      expect(openFiles()).toHaveLength(1);
      expect(openFiles()[0]).toMatch(/\(deleted\)$/u);
    }
    expect(openFiles()).toEqual([]);
  });

  it('says so where temporary files cannot be made', () => {
    const before = process.env['TMPDIR'];
    process.env['TMPDIR'] = '/nonexistent';
    try {
      using spill = openSpill();
      const store = spill.openStore();
      expect(() => {
        for (let index = 0; index < 4; index += 1) store.append(Buffer.alloc(MIB));
      }).toThrow(/cannot be kept in the folder for temporary files/u);
    } finally {
      if (before === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = before;
    }
  });
});
