import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, peel } from '#audit/decode/peel';
import { makeLayer } from '../../../support/make-layer.ts';

const shown = (body: string): readonly string[] =>
  peel([makeLayer(body)], DEFAULT_LIMITS).layers.map(({ bytes }) => Buffer.from(bytes).toString());

describe('text in which java.net.URLEncoder made spaces pluses', () => {
  it.each([
    [
      'between escapes at its beginning',
      '+%3Cb%3E%22lantern+kettle%22%3C%2Fb%3E',
      ' <b>"lantern kettle"</b>',
    ],
    [
      'behind a name',
      '[report]\ndata=%7B%22v%22%3A%22barin+-+Stra%C3%9Fe+m%C3%B6chte%22%7D\n',
      '"barin - Straße möchte"',
    ],
    [
      'of words with digits, beside an escape',
      '{"ssid":"Tea+%26+Tonic+Guest5G+0036"}',
      'Tea & Tonic Guest5G 0036',
    ],
    ['of words that dashes and underscores join', '{"ssid":"TP-Link_Attic+2306"}', 'TP-Link_Attic 2306'],
  ])('%s', (_name, body, text) => {
    expect(shown(body).some((layer) => layer.includes(text))).toBe(true);
  });

  it.each(['{"sig":"Xq3+Zk9w+LmT0/ab=="}', '{"n":"+447700900461"}', '{"t":"2026-11-27T03:11:21+00:00"}'])(
    'leaves %s',
    (body) => {
      expect(shown(body).filter((layer) => layer.includes(' '))).toEqual([]);
    },
  );
});
