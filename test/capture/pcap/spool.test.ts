import { expect, test } from 'vitest';
import { openSpool } from '#capture/pcap/spool';
import { textOf } from '../../support/read-pcap.ts';

test('a spool gives its bytes back, from memory and from disk, across both, at most so many', async () => {
  await using spool = await openSpool();
  const put = (text: string) => {
    const { off, len } = spool.take(Buffer.from(text));
    return { offset: off, byteLength: len };
  };
  const [first, second] = [put('first '), put('second ')];
  expect(textOf(await spool.read([first, second], 100))).toBe('first second ');
  expect(spool.pendingBytes()).toBe(13);
  await spool.flush();
  expect(spool.pendingBytes()).toBe(0);
  const third = put('third');
  expect(textOf(await spool.read([third], 3))).toBe('thi');
  expect(textOf(await spool.read([second, third], 100))).toBe('second third');
  expect(textOf(await spool.read([first, third], 8))).toBe('first th');
  expect((await spool.read([], 8)).length).toBe(0);
  expect(spool.byteLength).toBe(18);
});
