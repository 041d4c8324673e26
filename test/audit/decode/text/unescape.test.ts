import { describe, expect, it } from 'vitest';
import { makeLayer } from '../../../support/make-layer.ts';
import { routeTo } from '../../../support/show-route.ts';

describe('escapes of a file of Java properties', () => {
  // What java.util.Properties.store of OpenJDK 17 wrote.
  const file =
    '#Fri Nov 27 03:11:21 UTC 2026\nmac=7c\\:1d\\:d9\\:a1\\:b2\\:c3\ndata={"u"\\:"https\\://h.example/?q\\=Gr\\u00FC\\u00DFe\\#1\\!"}\n';

  it.each(['7c:1d:d9:a1:b2:c3', 'https://h.example/?q=Grüße#1!'])('%s', (value) => {
    expect(routeTo(makeLayer(file), value)).toContain('body › escape');
  });

  it('leaves other backslashes', () => {
    expect(routeTo(makeLayer('path=C\\:\\\\Temp\\q\n'), 'path=C:\\Temp\\q')).toBe('body › escape');
  });
});
