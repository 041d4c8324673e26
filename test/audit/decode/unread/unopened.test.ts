import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unopenedCompression } from '#audit/decode/unread/unopened';

describe('unopenedCompression', () => {
  it.each([
    ['xz', 'fd377a585a0000'],
    ['LZ4', '04224d1864'],
    ['bzip2', '425a6839314159265359'],
    ['7z', '377abcaf271c0004'],
    ['RAR', '526172211a0701'],
  ])('%s', (name, head) => {
    expect(unopenedCompression(Buffer.from(head, 'hex'))).toBe(name);
  });

  it.each<[string, Uint8Array]>([
    ['gzip, which is opened', gzipSync('x')],
    ['the letters of bzip2 alone', Buffer.from('BZh9 and text')],
    ['bzip2 without its letters', Buffer.from('314159265359', 'hex')],
    ['half a signature', Buffer.from('fd377a', 'hex')],
    ['nothing', Buffer.alloc(0)],
  ])('null for %s', (_, bytes) => {
    expect(unopenedCompression(bytes)).toBeNull();
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => unopenedCompression(bytes) !== ''));
  });
});
