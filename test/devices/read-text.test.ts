import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readText } from '#devices/read-text';
import { failureOf } from '../support/failure-of.ts';
import { writeFile } from '../support/write-file.ts';

describe('readText', () => {
  it('gives the text and the hash of the bytes, byte order mark included in the hash only', async () => {
    const bytes = Buffer.from('\uFEFFa: ü\n');
    const { text, sha256 } = await readText(writeFile('a.yaml', bytes));
    expect(text).toBe('a: ü\n');
    expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it.each([
    ['an empty file', '', 'empty-input'],
    ['white space only', ' \n\n', 'empty-input'],
    ['bytes that are not UTF-8', Buffer.from([0x61, 0xff, 0xfe]), 'not-parsable'],
    ['UTF-16 without its mark', Buffer.from('[{"id":"a"}]', 'utf16le'), 'not-parsable'],
  ] as const)('refuses %s', async (_, content, code) => {
    const failure = await failureOf(readText(writeFile('a.yaml', content)));
    expect(failure.code).toBe(code);
    expect(failure.remedy).toBeTruthy();
  });

  it.each([
    ['a missing file', join(tmpdir(), 'phonehome-no-such-file.yaml'), 'not-found'],
    ['a folder', tmpdir(), 'not-readable'],
  ] as const)('refuses %s and names it', async (_, file, code) => {
    const failure = await failureOf(readText(file));
    expect(failure.code).toBe(code);
    expect(failure.place).toEqual({ file });
  });

  it('says of links in a circle that they are', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'phonehome-links-'));
    const file = join(folder, 'a.yaml');
    symlinkSync('b.yaml', file);
    symlinkSync('a.yaml', join(folder, 'b.yaml'));
    const failure = await failureOf(readText(file));
    expect([failure.code, failure.message]).toEqual(['not-readable', 'its links lead in a circle']);
    rmSync(folder, { recursive: true });
  });

  it('reads up to the limit and refuses one byte more, and a device', async () => {
    const file = writeFile('a.yaml', 'x'.repeat(100));
    expect((await readText(file, 100)).text).toHaveLength(100);
    expect((await failureOf(readText(file, 99))).code).toBe('not-valid');
    expect((await failureOf(readText('/dev/zero', 1000))).code).toBe('not-readable');
  });
});
