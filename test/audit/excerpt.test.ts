import { describe, expect, it } from 'vitest';
import type { Layer } from '#audit/layer';
import { excerptsOf } from '#audit/excerpt';

const layer = (text: string, over: Partial<Layer> = {}): Layer => ({
  bytes: Buffer.from(text),
  parent: null,
  link: { step: 'body' },
  part: 'body',
  depth: 0,
  ...over,
});

const shown = (text: string, value: string): string | undefined =>
  excerptsOf(
    layer(text),
    { offset: text.indexOf(value), length: value.length, masked: 'M' },
    ({ step }) => step,
  )[0]?.excerptMasked;

describe('excerptsOf', () => {
  it.each([
    ['{"name":"Bob","imei":"8612"}', '8612', '{"name":"•","imei":"[M]'],
    ['user=bob&tel=0123', '0123', 'user=•&tel=[M]'],
    ['<n>Ana</n><tel>0123', '0123', '<n>•</n><tel>[M]'],
    ['tel=0123', 'tel', '[M]'],
    ['a b \u0000 c 0123', '0123', '• • · • [M]'],
    ['{"a":"c29tZS51c2Vy==","i":"0123"', '0123', '{"a":"•==","i":"[M]'],
    ['{"a":"c29tZSB1c2Vy=","i":"0123"', '0123', '{"a":"•=","i":"[M]'],
    ['{"a@b.example":{"i":"0123"', '0123', '{"•":{"i":"[M]'],
    ['<p name="Ana">0123', '0123', '<• name="•">[M]'],
    ['Ana: call 0123', '0123', 'Ana: • [M]'],
    ['so Ana: call 0123', '0123', '• •: • [M]'],
    ['{a:1,tel:"0123"', '0123', '{a:•,tel:"[M]'],
  ])('keeps names and blanks values in %j', (text, value, excerpt) => {
    expect(shown(text, value)).toBe(excerpt);
  });

  it('blanks the word that its first byte cuts', () => {
    const long = `{"x":"${'someone@private.example'.repeat(3)}","tel":"0123"`;
    expect(shown(long, '0123')).toBe('•","tel":"[M]');
  });

  it('gives one line per layer, root first, naming what was undone', () => {
    const root = layer('d=AAAA');
    const child = layer('{"i":"1"}', {
      parent: root,
      link: { step: 'base64', offset: 2, length: 4 },
      depth: 1,
    });
    expect(excerptsOf(child, { offset: 6, length: 1, masked: 'M' }, ({ step }) => step)).toEqual([
      { name: 'body', excerptMasked: 'd=[base64, 4 bytes]' },
      { name: 'base64', excerptMasked: '{"i":"[M]' },
    ]);
  });

  it('says of what is read backwards as many bytes as stand there', () => {
    const root = layer('{"x":"7543"}');
    const child = layer('}"3457":"x"{', {
      parent: root,
      link: { step: 'reverse', offset: 0, length: 12 },
      depth: 1,
    });
    const lines = excerptsOf(child, { offset: 2, length: 4, masked: 'M' }, ({ step }) => step);
    expect(lines[0]?.excerptMasked).toBe('{"x":"[reverse, 4 bytes]');
  });
});
