import { describe, expect, it } from 'vitest';
import { quotedMarks } from '#audit/decode/text/quoted-marks';
import { makeLayer } from '../../../support/make-layer.ts';
import { routeTo } from '../../../support/show-route.ts';

const marked = (text: string): readonly string[] =>
  quotedMarks(Buffer.from(text)).map(({ start, end }) => Buffer.from(text).toString('utf8', start, end));

const SOREN = 'S=C3=B6ren';

describe('quotedMarks', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'a property of a vCard',
      `N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:${SOREN};;;\r\nTEL:1`,
      [`${SOREN};;;`],
    ],
    ['a property over two lines', `FN;ENCODING=QUOTED-PRINTABLE:S=C3=\r\n=B6ren\r\nX:1`, ['S=C3=\r\n=B6ren']],
    ['the last property', `FN;ENCODING=QUOTED-PRINTABLE:${SOREN}`, [SOREN]],
    ['an encoded word', `Subject: =?UTF-8?Q?${SOREN}_B?= <a@b>`, [`${SOREN}_B`]],
    [
      'a part of a message',
      `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${SOREN}\r\n--b`,
      [SOREN],
    ],
    ['two properties', `A;QUOTED-PRINTABLE:=41\nB;QUOTED-PRINTABLE:=42\n`, ['=41', '=42']],
  ])('%s', (_, text, parts) => {
    expect(marked(text)).toEqual(parts);
  });

  it.each([
    ['a word without an end', `=?UTF-8?Q?${SOREN}`],
    ['a question', 'a?Q?b?='],
    ['the name of the encoding alone', 'we use quoted-printable here'],
    ['nothing behind it', 'N;ENCODING=QUOTED-PRINTABLE:'],
  ])('none in %s', (_, text) => {
    expect(marked(text)).toEqual([]);
  });

  it('is undone where other equals signs are no escapes', () => {
    const card = `N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:${SOREN};;;\r\n`;
    expect(routeTo(makeLayer(card), 'Sören')).toBe(
      'body › pair ENCODING › pair QUOTED-PRINTABLE › quoted-printable',
    );
  });
});
