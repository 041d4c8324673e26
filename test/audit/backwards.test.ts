import { createHash } from 'node:crypto';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { auditFlow, compile } from '#audit/audit';
import { rootsFrom } from '#audit/decode/roots';
import { DEFAULT_LIMITS, peel } from '#audit/decode/peel';
import { NO_SECRETS } from '#audit/decode/secrets';
import { makeScanner } from '#audit/match/scan';
import { makeCanary } from '../support/make-canary.ts';
import { makeLoadedFlow } from '../support/make-loaded-flow.ts';

const IMEI = '861234050123457';
const NAME = 'Mária Nagyová';
const THAI = 'พรุ่งนี้เจอกันที่สถานีรถไฟตอนบ่ายสามโมง อย่าลืมเอาเอกสารมาด้วยนะ';
const tables = compile([
  makeCanary({ id: 'imei-1', value: IMEI }),
  makeCanary({ id: 'name-1', class: 'contact.name', value: NAME }),
  makeCanary({ id: 'number-1', class: 'contact.number', value: '+358401234567' }),
  makeCanary({ id: 'mac-1', class: 'mac', value: '7c:1d:d9:a1:b2:c3' }),
  makeCanary({ id: 'mail-1', class: 'email', value: 'b.iccd89@post.example.org' }),
  makeCanary({ id: 'place-1', class: 'location', value: '60.16987,24.93841' }),
  makeCanary({ id: 'thai-1', class: 'sms.body', value: THAI }),
  makeCanary({ id: 'text-1', class: 'sms.body', value: 'the red lantern hangs by the old mill' }),
]);

const reversed = (text: string): string => Array.from(text).reverse().join('');
const send = (body: string | Uint8Array) =>
  makeLoadedFlow({ method: 'POST', body: typeof body === 'string' ? Buffer.from(body) : body });
const surround = { startedAtMs: 1_772_359_200_000, secrets: NO_SECRETS };
const found = (body: string | Uint8Array): readonly (string | null)[] => [
  ...new Set(auditFlow(tables, send(body), surround).drafts.map(({ canaryId }) => canaryId)),
];
const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
const percent = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
// The head of a tar of one file (POSIX.1-1988 ustar), and the file.
const tarOf = (content: string): Buffer => {
  const archive = Buffer.alloc(1024);
  archive.write('report.txt');
  archive.write(content.length.toString(8).padStart(11, '0'), 124);
  archive.write('ustar\x0000', 257);
  archive.write(content, 512);
  return archive;
};
const escaped = (text: string): string =>
  Array.from(text)
    .map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');

describe('text that was reversed', () => {
  it.each<[string, string, string]>([
    ['a number in a field', `{"a":"${reversed(IMEI)}"}`, 'imei-1'],
    ['a number with its sign', `{"a":"${reversed('+358 40 123 4567')}"}`, 'number-1'],
    ['a name', `{"a":"${reversed(NAME)}"}`, 'name-1'],
    ['a message', `text=${reversed('the red lantern hangs by the old mill')}`, 'text-1'],
    ['a part of a message', `text=${reversed('lantern hangs by the old mill, they say')}`, 'text-1'],
    ['a part of a message, no letter of ASCII', `{"a":"${reversed(THAI.slice(9, 29))}"}`, 'thai-1'],
    ['a place', reversed('{"lat":60.16987,"lon":24.93841}'), 'place-1'],
    ['an IMEISV', `{"a":"${reversed(`${IMEI.slice(0, 14)}07`)}"}`, 'imei-1'],
    ['a digest in hexadecimal', `{"a":"${reversed(digest(IMEI))}"}`, 'imei-1'],
    ['a digest in base64', `{"a":"${reversed(createHash('sha1').update(IMEI).digest('base64'))}"}`, 'imei-1'],
    ['a salted digest', `{"t":"k9Qz","a":"${reversed(digest(`${IMEI}k9Qz`))}"}`, 'imei-1'],
    ['base64 of text', `{"a":"${reversed(Buffer.from(`imei=${IMEI}`).toString('base64'))}"}`, 'imei-1'],
    ['base64 of gzip', `{"a":"${reversed(gzipSync(`imei=${IMEI}`).toString('base64'))}"}`, 'imei-1'],
    ['hexadecimal of text', `{"a":"${reversed(Buffer.from(NAME).toString('hex'))}"}`, 'name-1'],
    ['percent-encoding', `{"a":"${reversed(percent(NAME))}"}`, 'name-1'],
    ['escapes', `a: ${reversed(escaped(NAME))}`, 'name-1'],
    [
      'references',
      `a: ${reversed(
        Array.from(NAME)
          .map((one) => `&#${String(one.codePointAt(0))};`)
          .join(''),
      )}`,
      'name-1',
    ],
    ['quoted-printable', reversed(percent(NAME).replaceAll('%', '=')), 'name-1'],
    [
      'pairs of digits',
      `a ${reversed(
        Buffer.from(NAME)
          .toString('hex')
          .replace(/..(?=.)/g, '$&:'),
      )} b`,
      'name-1',
    ],
    ['a form', reversed(`q=1&name=${NAME.replace(' ', '+')}&v=2`), 'name-1'],
    ['a form with a MAC', reversed('q=1&mac=7c%3A1d%3Ad9%3Aa1%3Ab2%3Ac3&v=2'), 'mac-1'],
    ['a form with an address', reversed('q=1&mail=b.iccd89%40post.example.org&v=2'), 'mail-1'],
    [
      'one line of wrapped hexadecimal and a piece',
      reversed(
        deflateRawSync(JSON.stringify({ imei: IMEI, a: 'x' }))
          .toString('hex')
          .replace(/^.{60}/, '$&\n'),
      ),
      'imei-1',
    ],
    ['base64 of a tar', reversed(tarOf(`imei=${IMEI}`).toString('base64')), 'imei-1'],
    ['a document of JSON', reversed(JSON.stringify({ v: 1, imei: IMEI })), 'imei-1'],
  ])('%s', (_, body, canaryId) => {
    expect(found(body)).toContain(canaryId);
  });

  it('is read by shape and name where nothing is known', () => {
    const drafts = (body: string) =>
      auditFlow(compile([]), send(body), surround).drafts.map(({ class: dataClass, level }) => [
        dataClass,
        level,
      ]);
    expect(drafts(reversed('imei=861234050123457&x=1'))).toContainEqual(['imei', 'C']);
    expect(drafts(reversed('{"mail":"ada@personal.example.org"}'))).toContainEqual(['email', 'C']);
    expect(drafts(reversed('number: +358 40 123 4567 end'))).toContainEqual(['phone', 'C']);
  });
});

describe('text that was not', () => {
  const layersOf = (body: string | Uint8Array) => {
    const roots = rootsFrom(send(body));
    const { take } = makeScanner(tables.needles, roots);
    const search = { letters: tables.needles.letters, take, pass: () => false };
    return peel(roots, DEFAULT_LIMITS, NO_SECRETS, search).layers;
  };

  it.each<[string, string]>([
    [
      'JSON with ids of all kinds',
      JSON.stringify({ t: 1_772_359_200_000, s: 'c0ffee1290abcdef', n: 12.375 }),
    ],
    ['a UUID', '{"id":"3f2b8c1e-7d4a-4e0b-9a55-0c6d1f2e3b4a"}'],
    ['a form', 'event=page_view&v35=12&id=c0ffee1290abcdef&t=1772359200000&q=a%20b'],
    [
      'ciphertext in a form, with digits before its escape',
      'q=g2hVqpLILSu3GiGOBuj2NoIFAhXLTibnD8%2FZPo0XXRmEsbIs&s=1',
    ],
    ['JSON with escapes', '{"a":"line\\nbreak \\"quoted\\" \\u00e9t\\u00e9"}'],
  ])('is not read backwards: %s', (_, body) => {
    expect(layersOf(body).map(({ link }) => link.step)).not.toContain('reverse');
  });

  it('stays as it is: a search alters nothing of what it reads', () => {
    const body = Buffer.from(
      `{"to":"ada@personal.example.org","n":"+358 40 123 4567","i":"${reversed(IMEI)}"}`,
    );
    const before = Buffer.from(body);
    auditFlow(tables, send(body), surround);
    expect(body.equals(before)).toBe(true);
  });
});
