import { describe, expect, it } from 'vitest';
import type { DataClass } from '#model/data-class';
import { compileNeedles } from '#audit/match/compile';
import type { RouteLink } from '#model/route';
import { makeCanary } from '../../support/make-canary.ts';
import { makeLayer } from '../../support/make-layer.ts';
import { scanLayers } from '../../support/scan-layers.ts';

type Value = { readonly class: DataClass; readonly value: string; readonly region?: string };

const spellingsIn = (canary: Value, body: string | Uint8Array): readonly string[] =>
  scanLayers(compileNeedles([makeCanary({ id: 'c-1', ...canary })]), [makeLayer(body)], { wallMs: null })
    .matches.filter(({ level }) => level === 'A')
    .map(({ spelling }) => spelling);

const imei: Value = { class: 'imei', value: '861234050123457' };
const mobile: Value = { class: 'contact.number', value: '+358401234567' };
const chinese: Value = { class: 'phone.own', value: '13900139000', region: 'CN' };
const mac: Value = { class: 'mac', value: '7c:1d:d9:a1:b2:c3' };
const gaid: Value = { class: 'gaid', value: '6f0c2c1e-8a55-4b7d-9f3a-51c2de0a77b1' };
const imsi: Value = { class: 'imsi', value: '460011234567890' };
const androidId: Value = { class: 'android_id', value: '4f1c9a77b02e6d35' };
const iccid: Value = { class: 'iccid', value: '89860189771882344556' };
const name: Value = { class: 'contact.name', value: 'Anna Maria Łukasiewicz' };
const pair: Value = { class: 'contact.name', value: 'Ada Lovelace' };
const han: Value = { class: 'contact.name', value: '欧阳明月' };
const will: Value = { class: 'contact.name', value: 'Will Call' };
const support: Value = { class: 'contact.name', value: 'Support' };
const june: Value = { class: 'contact.name', value: 'June 2' };
const italian: Value = { class: 'contact.number', value: '+39011011000', region: 'IT' };
const american: Value = { class: 'contact.number', value: '+12026112614' };
const local: Value = { class: 'contact.number', value: '2345678', region: 'US' };
const email: Value = { class: 'contact.email', value: 'ada.l@example.org' };
const ip: Value = { class: 'ip', value: '39.141.6.206' };
const ip6: Value = { class: 'ip', value: '2001:db8:0:0:1::7' };

describe('known values are found', () => {
  it.each<[string, Value, string, string]>([
    ['IMEI', imei, '{"imei":"861234050123457"}', 'plain'],
    ['IMEI behind a prefix', imei, 'sn=31e740ac-f33e_861234050123457&', 'plain'],
    ['IMEI with dashes', imei, 'x=86-123405-012345-7', 'digits'],
    ['IMEI with spaces', imei, 'x=86 123405 012345 7', 'digits'],
    ['IMEI with blanks that do not break', imei, 'x=86\u00a0123405\u202f012345\u00a07', 'digits'],
    ['IMEI with dashes of a typographer', imei, 'x=861234–05–012345‑7', 'digits'],
    ['IMEI without check digit', imei, 'x=86123405012345;', 'imei14'],
    ['IMEISV', imei, 'x=8612340501234501;', 'imeisv'],
    [
      'IMEISV that is known, whatever its fifteenth digit',
      { class: 'imei', value: '8612340501234577' },
      'x=8612340501234577;',
      'plain',
    ],
    ['number, E.164', mobile, 'n=+358401234567', 'plain'],
    ['number, E.164 without plus', mobile, 'n=358401234567', 'e164'],
    ['number, 00', mobile, 'n=00358 40 123-4567', 'idd00'],
    ['number, national', mobile, '"040 123 4567"', 'national'],
    ['number, without trunk prefix', mobile, '"401234567"', 'nsn'],
    ['number, with trunk prefix in brackets', mobile, '"+358 (0)40 1234567"', 'e164-trunk'],
    ['number, cut into threes', mobile, '"401-234-567"', 'nsn'],
    ['number, cut into threes, one digit left', american, 'n=202-611-261-4&', 'nsn'],
    ['number, cut into twos, one digit left', chinese, '"13 90 01 39 00 0"', 'nsn'],
    ['number, cut into threes behind its prefixes', american, 'n=00 1 202 611 261 4&', 'idd00'],
    ['number, national given', chinese, 'mobile=13900139000', 'plain'],
    ['number, national given, sent E.164', chinese, 'mobile=+8613900139000', 'e164'],
    ['MAC', mac, '7C:1D:D9:A1:B2:C3', 'hex:'],
    ['MAC bare', mac, '"7c1dd9a1b2c3"', 'hex'],
    ['MAC dashes', mac, 'x 7C-1D-D9-A1-B2-C3 x', 'hex-'],
    ['MAC Cisco', mac, 'm=7c1d.d9a1.b2c3', 'hex4.'],
    ['MAC with blanks', mac, 'm=7c 1d d9 a1 b2 c3;', 'hex '],
    ['MAC with underscores', mac, '/dev_7C_1D_D9_A1_B2_C3', 'hex_'],
    ['MAC as a number', mac, `m=${String(0x7c1dd9a1b2c3)}`, 'decimal'],
    ['IMSI in the name of a subscriber', imsi, '0460011234567890@nai.epc.mnc001.mcc460', 'digits behind 0'],
    ['Android id behind letters', androidId, 'id=AND4f1c9a77b02e6d35', 'plain'],
    ['Android id behind its name', androidId, '\x02android_id4f1c9a77b02e6d35\x04', 'plain'],
    ['name in an encoded word', pair, '=?UTF-8?Q?Ada_Lovelace?=', 'words joined by "_"'],
    ['name in Java’s serialization', pair, 't\0\x0cAda Lovelacexp', 'plain'],
    ['e-mail in a property list', email, '_\x10\x11ada.l@example.org_\x10', 'plain'],
    ['GAID', gaid, 'gaid=6f0c2c1e-8a55-4b7d-9f3a-51c2de0a77b1', 'plain'],
    ['GAID bare', gaid, 'gaid=6F0C2C1E8A554B7D9F3A51C2DE0A77B1', 'hex'],
    ['Android id', androidId, 'a=4F1C9A77B02E6D35', 'hex'],
    ['Android id, decimal', androidId, `a=${String(0x4f1c9a77b02e6d35n)}`, 'decimal'],
    [
      'id of the services framework',
      { class: 'device_id', value: '3f7a91c4d05be862' },
      'device=4574128646043461730&',
      'decimal',
    ],
    [
      'UUID of an SDK, bare',
      { class: 'device_id', value: gaid.value },
      'd=6F0C2C1E8A554B7D9F3A51C2DE0A77B1',
      'hex',
    ],
    ['ICCID without check digit', iccid, 'i=8986018977188234455', 'digits[0:-1]'],
    ['name', pair, '{"n":"Ada Lovelace"}', 'plain'],
    ['name, case', pair, '{"n":"ADA LOVELACE"}', 'plain-case'],
    ['name, family first', pair, '{"n":"Lovelace, Ada"}', 'rotated 1 joined by ", "'],
    ['name, reversed', pair, '{"n":"lovelace ada"}', 'rotated 1'],
    ['name, vCard', pair, 'N:Lovelace;Ada;;;', 'rotated 1 joined by ";"'],
    ['name of three, rotated', name, '"Maria Łukasiewicz Anna"', 'rotated 1'],
    ['name of three, reversed', name, '"Łukasiewicz Maria Anna"', 'reversed'],
    ['name of three, reversed, comma', name, 'Łukasiewicz,Maria,Anna', 'reversed, all joined by ","'],
    ['name of three, vCard', name, 'N:Łukasiewicz;Anna;Maria;;', 'structured name'],
    [
      'name without the marks alone',
      { class: 'contact.name', value: 'Jörg Weiß' },
      '"Jorg Weiß"',
      'no-marks',
    ],
    ['name without diacritics', name, '"anna maria lukasiewicz"', 'no-diacritics'],
    ['name in capitals', name, '"ANNA MARIA ŁUKASIEWICZ"', 'upper'],
    [
      'message in capitals',
      { class: 'sms.body', value: 'Встретимся завтра у вокзала' },
      'ВСТРЕТИМСЯ ЗАВТРА У ВОКЗАЛА',
      'upper',
    ],
    ['name in Han inside a phrase', han, '欧阳明月的手机', 'plain'],
    ['name of common words in a sentence', will, 'Then Will Call rang', 'plain'],
    ['name of common words in small letters, as a field', will, '{"d":"will call"}', 'plain-case'],
    ['long name in small letters in a sentence', name, 'seen: anna maria łukasiewicz came', 'lower'],
    [
      'name with a small word',
      { class: 'contact.name', value: 'Ana de Paz' },
      'by Ana de Paz, and others',
      'plain',
    ],
    [
      'name of two characters with a surname, as any field',
      { class: 'contact.name', value: '王伟' },
      '{"title":"王伟"}',
      'plain',
    ],
    ['name of one word under the name of one', support, '{"displayName":"Support"}', 'plain'],
    ['short name and a number, as a field', june, '{"d":"2, June"}', 'rotated 1 joined by ", "'],
    ['number in pairs with dots', american, 'n=202.611.2614;', 'nsn'],
    ['number of a registry of domains', american, 'phone: +1.2026112614', 'e164'],
    ['number that became a decimal', american, 'n,12026112614.0,x', 'e164'],
    ['number in a list of numbers', american, 'n 202-611-2614 3', 'nsn'],
    ['local number, as it stands', local, '{"v":"2345678"}', 'plain'],
    ['e-mail', email, '[ada.l@example.org]', 'plain'],
    ['e-mail before a dash', email, 'x|ada.l@example.org-zh-7', 'plain'],
    ['e-mail before an underscore', email, 'x|ada.l@example.org_7', 'plain'],
    ['e-mail, case, end of sentence', email, 'To: Ada.L@Example.org.', 'plain'],
    ['IPv4', ip, 'clientip=39.141.6.206&', 'plain'],
    ['IPv6, shortened', ip6, '"2001:db8::1:0:0:7"', 'ipv6-short'],
  ])('%s', (_, canary, body, spelling) => {
    const found = spellingsIn(canary, body);
    if (spelling === 'plain-case') expect(found).toHaveLength(1);
    else expect(found).toContain(spelling);
  });

  it.each([
    ['big-endian', Buffer.from('000000', 'hex')],
    ['little-endian', Buffer.from('01', 'hex')],
  ])('IMEI as a 64-bit number, %s', (order, around) => {
    const bytes = Buffer.alloc(8);
    if (order === 'big-endian') bytes.writeBigUInt64BE(861234050123457n);
    else bytes.writeBigUInt64LE(861234050123457n);
    expect(spellingsIn(imei, Buffer.concat([around, bytes, around]))).toHaveLength(1);
  });

  it('e-mail between the tags of a binary format', () => {
    const text = Buffer.from(email.value);
    const message = Buffer.concat([Buffer.from([0x82, 0xa1, 0x76, 4, 0xa1, 0x64, 0xc4, text.length]), text]);
    expect(spellingsIn(email, message)).toEqual(['plain']);
    expect(
      spellingsIn(email, Buffer.concat([Buffer.from([0xc4, 18]), text, Buffer.from([0xa4, 0x6c])])),
    ).toEqual(['plain']);
  });

  it('e-mail behind its length doubled, as Avro writes it, and not behind a letter of a text', () => {
    const long: Value = { class: 'email', value: 'ada.king.noel.byron.1815@example.org' };
    expect(long.value.length * 2).toBe('H'.charCodeAt(0));
    expect(spellingsIn(long, Buffer.from(`\x02H${long.value}`))).toEqual(['plain']);
    expect(spellingsIn(long, `x H${long.value}`)).toEqual([]);
  });

  it('BSSID as a varint, as location services send it', () => {
    const bytes: number[] = [];
    for (let rest = 0x7c1dd9a1b2c3n; rest > 0n; rest >>= 7n)
      bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
    const bssid: Value = { ...mac, class: 'bssid' };
    expect(spellingsIn(bssid, Uint8Array.from([0x40, ...bytes, 0x48, 1]))).toEqual(['varint']);
  });

  it('MAC as bytes behind their length, and not without', () => {
    const bytes = [0x7c, 0x1d, 0xd9, 0xa1, 0xb2, 0xc3];
    expect(spellingsIn(mac, Uint8Array.from([0x12, 6, ...bytes, 0x18, 3]))).toEqual(['bytes']);
    expect(spellingsIn(mac, Uint8Array.from([0xa1, 0x61, 0x6d, 0x46, ...bytes]))).toEqual(['bytes']);
    expect(spellingsIn(mac, Uint8Array.from([0x12, 7, ...bytes, 0x18, 3]))).toEqual([]);
  });

  it('IMEI as a varint', () => {
    const bytes: number[] = [];
    for (let rest = 861234050123457n; rest > 0n; rest >>= 7n)
      bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
    expect(spellingsIn(imei, Uint8Array.from([8, ...bytes, 18, 1, 65]))).toEqual(['varint']);
  });
});

describe('near misses are not', () => {
  it.each<[string, Value, string | Uint8Array]>([
    ['IMEI, one digit off', imei, 'imei=861234050123458'],
    ['IMEI, one digit off inside', imei, 'imei=861234060123457'],
    ['IMEI, one digit more at the end', imei, 'imei=8612340501234571'],
    ['IMEI, one digit more in front', imei, 'imei=1861234050123457'],
    ['IMEI, one digit less in front', imei, 'imei=61234050123457'],
    ['IMEI inside a longer number', imei, 'order=12861234050123457890'],
    ['number, one digit off', mobile, 'n=+358401234568'],
    ['number, longer', mobile, 'n=+3584012345671'],
    ['number, inside hex', chinese, 'sign=ab13900139000fde8c52a1'],
    ['number of another country', mobile, 'n=+359401234567'],
    ['IMEI with a quotation mark in it', imei, 'x=8612340’50123457'],
    ['IMEI with half a dash in it', imei, Buffer.from('x=8612340\x9350123457', 'latin1')],
    ['MAC with blanks, one digit off', mac, 'm=7c 1d d9 a1 b2 c4;'],
    ['MAC, one digit off', mac, 'm=7c:1d:d9:a1:b2:c4'],
    ['MAC inside longer hex', mac, 'h=ff7c1dd9a1b2c3aa'],
    ['MAC as a number, one off', mac, `m=${String(0x7c1dd9a1b2c4)}`],
    ['IMSI behind another digit', imsi, '7460011234567890@nai.epc'],
    ['Android id behind more hex', androidId, 'id=ab3d4f1c9a77b02e6d35'],
    ['Android id before letters', androidId, 'id=4f1c9a77b02e6d35d'],
    ['name with another count before it', pair, 't\0\x0dAda Lovelacex'],
    [
      'name of ten letters in the next line',
      { class: 'contact.name', value: 'Ada Lovela' },
      'a\nAda Lovelace',
    ],
    ['GAID, one digit off', gaid, '6f0c2c1e-8a55-4b7d-9f3a-51c2de0a77b2'],
    ['GAID inside longer hex', gaid, 'a6f0c2c1e8a554b7d9f3a51c2de0a77b1'],
    ['Android id, one digit more', androidId, 'a=4f1c9a77b02e6d35a'],
    ['first name only', pair, '"Ada" "Lov"'],
    ['first and last name, but not the middle one', name, '"Anna Łukasiewicz"'],
    ['name inside a longer word', pair, '"Nevada Lovelace"'],
    ['longer family name', pair, '"Ada Lovelaces"'],
    ['other name', pair, '"Ada Lovelock"'],
    ['e-mail, longer domain', email, 'ada.l@example.org.au'],
    ['e-mail, longer local part', email, 'xada.l@example.org'],
    ['e-mail, tagged local part', email, 'me+ada.l@example.org'],
    ['IPv4, longer', ip, '139.141.6.206'],
    ['IPv4, a fifth part', ip, '39.141.6.206.1'],
    ['name of common words in a sentence, in small letters', will, 'trying will call this again'],
    ['name of common words as a constant', will, 'int WILL_CALL = 1;'],
    ['name of common words as an identifier', will, '<p class="will_call">x</p>'],
    ['name of one word in a sentence', support, 'Copyright Support, Inc.'],
    ['name of one word as another field', support, '{"category":"Support"}'],
    ['name of one word among words of a text', support, '{"n":1} it does support {"n":2}'],
    ['short name turned round in a sentence', june, 'Version 2, June 1991'],
    ['name of two characters as another field', { class: 'contact.name', value: '安全' }, '{"title":"安全"}'],
    ['number as a date', american, 'on 2026-11-26 14 of them'],
    [
      'number as a date that is read backwards',
      { class: 'contact.number', value: '+4530115991' },
      'd,30-11-5991,n',
    ],
    ['number as a decimal', american, 'x=20.26112614,'],
    ['number as the decimals of another', american, 'x=0.2026112614,'],
    ['number with decimals of its own', american, 't=2026112614.25,'],
    ['number as an address', { class: 'contact.number', value: '+4512345678' }, 'ip=12.34.56.78&'],
    ['number in a path of a drawing', american, 'M2 0 1-.202-.61.1 2 614 3'],
    ['number in a list of small numbers', italian, '[1 0 11 0 11 0 0 0 2]'],
    ['e-mail of a longer domain', email, 'x|ada.l@example.org-zh.example'],
    ['number in a list of uneven numbers', american, '[20 261 12 61 4]'],
    ['number cut by several signs, one digit left', american, '"20 26-11 26 1 4"'],
    ['number as a day and a time', italian, '2010/01/10 11:000,'],
    ['number in hexadecimal', { class: 'contact.number', value: '+4520000000' }, 'x=0x4520000000;'],
    [
      'short code with a country’s code',
      { class: 'contact.number', value: '1000', region: 'US' },
      '01111000',
    ],
    ['local number under another name', local, '{"timeout":2345678}'],
    ['local number with a trunk prefix', local, 'n=02345678'],
    ['network of one word in a sentence', { class: 'ssid', value: 'Airport' }, 'Airport Road 5'],
    ['operator of one word in a sentence', { class: 'operator', value: 'Vodafone' }, 'by Vodafone Ltd'],
    ['ICCID, one digit off', iccid, 'i=89860189771882344557'],
  ])('%s', (_, canary, body) => {
    expect(spellingsIn(canary, body)).toEqual([]);
  });

  it('name that stands backwards behind its length', () => {
    const found = (text: string, step: RouteLink['step']) =>
      scanLayers(
        compileNeedles([makeCanary({ id: 'c-1', ...pair })]),
        [makeLayer(Buffer.from(text), { link: { step } })],
        { wallMs: null },
      ).matches.map(({ spelling }) => spelling);
    expect(found('ledomeAda Lovelace\x0cyek', 'reverse')).toEqual(['plain']);
    expect(found('ledomeAda Lovelace\x0dyek', 'reverse')).toEqual([]);
    expect(found('ledomeAda Lovelace\x0cyek', 'body')).toEqual([]);
  });

  it('MAC as the six bytes of a layer, and not among others', () => {
    const found = (bytes: string) => spellingsIn(mac, Buffer.from(bytes, 'hex'));
    expect(found('7c1dd9a1b2c3')).toEqual(['bytes']);
    expect(found('7c1dd9a1b2c4')).toEqual([]);
    expect(found('7c1dd9a1b2c300')).toEqual([]);
    expect(found('c3b2a1d91d7c')).toEqual([]);
    const hex = makeLayer(Buffer.from('7c1dd9a1b2c3', 'hex'), { link: { step: 'hex' } });
    const needles = compileNeedles([makeCanary({ id: 'c-1', ...mac })]);
    expect(scanLayers(needles, [hex], { wallMs: null }).matches).toEqual([]);
  });

  it.each<[string, Value, string, string, number]>([
    ['MAC', mac, Buffer.from(mac.value).toString('hex'), 'plain', 48],
    ['the six bytes of a MAC', mac, '7c1dd9a1b2c3', 'bytes', 48],
    ['the six bytes of a MAC behind their length', mac, '12067c1dd9a1b2c31803', 'bytes', 48],
    ['the sixteen bytes of a UUID', gaid, gaid.value.replaceAll('-', ''), 'bytes', 128],
    ['IMEI as a 64-bit number', imei, '00030f49ada046c1', 'int64be', 15 * Math.log2(10)],
    ['IMEI as a varint', imei, '08c18d81ed9ae9c30118', 'varint', 15 * Math.log2(10)],
    ['Android id as its bytes', androidId, androidId.value, 'int64be', 19 * Math.log2(10)],
    [
      'place as two doubles',
      { class: 'location', value: '60.1875,24.9375' },
      '09404e180000000000114038f00000000000',
      'float64be',
      12 * Math.log2(10),
    ],
  ])('bits of what was found, in bytes as in text: %s', (_, canary, hex, spelling, bits) => {
    const needles = compileNeedles([makeCanary({ id: 'c-1', ...canary })]);
    const { matches } = scanLayers(needles, [makeLayer(Buffer.from(hex, 'hex'))], { wallMs: null });
    const [match, ...others] = matches.filter(({ canaryId }) => canaryId === 'c-1');
    expect([match?.spelling, others]).toEqual([spelling, []]);
    expect(match?.bits).toBeCloseTo(bits, 9);
  });

  it('Android id among the bytes of a longer id in hexadecimal', () => {
    const found = (link: RouteLink, bytes: string) =>
      scanLayers(
        compileNeedles([makeCanary({ id: 'c-1', ...androidId })]),
        [makeLayer(Buffer.from(bytes, 'hex'), { link })],
        { wallMs: null },
      ).matches.map(({ spelling }) => spelling);
    expect(found({ step: 'hex' }, `72${androidId.value}`)).toEqual([]);
    expect(found({ step: 'hex' }, androidId.value)).toEqual(['int64be']);
    expect(found({ step: 'body' }, `72${androidId.value}`)).toEqual(['int64be']);
  });

  it.each<[string, Value]>([
    ['all zero', { class: 'imei', value: '000000000000000' }],
    ['unknown', { class: 'serial', value: 'unknown' }],
    ['the MAC that apps get', { class: 'mac', value: '02:00:00:00:00:00' }],
    ['no advertising id', { class: 'gaid', value: '00000000-0000-0000-0000-000000000000' }],
  ])('a filler is never a value: %s', (_, canary) => {
    expect(spellingsIn(canary, `x=${canary.value}&`)).toEqual([]);
  });
});

describe('a telephone number without any prefix', () => {
  const book = (count: number) =>
    compileNeedles(
      [
        '+14155550123',
        '+491772359200',
        ...Array.from({ length: count }, (_, i) => `+33${658_909_884 + i}`),
      ].map((value, index) => makeCanary({ id: `c-${index}`, class: 'contact.number', value })),
    );
  const isFound = (count: number, body: string): boolean =>
    scanLayers(book(count), [makeLayer(body)], { wallMs: null }).matches.some(({ level }) => level === 'A');

  it.each<[string, string, number, boolean]>([
    ['in running text', 'call 658909884 now', 498, true],
    ['in running text, from an address book', 'count_total{a="b"} 658909884 1772359200000', 501, false],
    ['of ten digits in running text, from an address book', 'call 4155550123 now', 501, true],
    ['of ten digits that may be a time, from an address book', 'count_total 1772359200 7', 501, false],
    ['as a field, from an address book', '{"v":"658909884"}', 501, true],
    ['in groups, from an address book', 'call 6 58 90 98 84 now', 501, true],
    ['with its trunk prefix, from an address book', 'call 0658909884 now', 501, true],
    ['with its country’s code, from an address book', 'call 33658909884 now', 501, true],
  ])('%s', (_, body, count, expected) => {
    expect(isFound(count, body)).toBe(expected);
  });
});
