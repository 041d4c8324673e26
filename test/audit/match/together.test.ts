import { describe, expect, it } from 'vitest';
import type { Canary } from '#model/canary';
import { compileNeedles } from '#audit/match/compile';
import { makeCanary } from '../../support/make-canary.ts';
import { makeLayer } from '../../support/make-layer.ts';
import { scanLayers } from '../../support/scan-layers.ts';

type Value = Pick<Canary, 'class' | 'value'>;

const found = (canaries: readonly Value[], body: string | Uint8Array) =>
  scanLayers(
    compileNeedles(canaries.map((canary, index) => makeCanary({ id: `c-${String(index)}`, ...canary }))),
    [makeLayer(body)],
    { wallMs: null },
  ).matches.filter(({ canaryId }) => canaryId !== null);

const beijing: Value = { class: 'location', value: '39.904200,116.407400' };
const sydney: Value = { class: 'location', value: '-33.868820,151.209290' };

const float64 = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 10);
  values.forEach((value, index) => {
    bytes[index * 10] = 0x11;
    bytes.writeDoubleLE(value, index * 10 + 1);
  });
  return bytes;
};

describe('places', () => {
  it.each<[string, Value, string | Uint8Array]>([
    ['as given', beijing, 'loc=39.904200,116.407400'],
    ['without trailing zeros', beijing, 'loc=39.9042,116.4074'],
    ['rounded to three decimals', beijing, 'loc=39.904,116.407'],
    ['with more zeros', beijing, 'loc=39.9042000,116.4074000'],
    ['in fields', beijing, '{"latitude":39.9042,"accuracy":12.5,"longitude":116.4074}'],
    ['longitude first', beijing, 'longitude=116.407400&latitude=39.904200'],
    ['south', sydney, '{"lat":-33.86882,"lng":151.20929}'],
    ['south, rounded up', sydney, '{"lat":-33.869,"lng":151.209}'],
    ['millionths', beijing, '{"latE6":39904200,"lngE6":116407400}'],
    ['ten-millionths', beijing, '{"latitudeE7":399042000,"longitudeE7":1164074000}'],
    ['floats', beijing, float64(39.9042, 116.4074)],
    ['with a field between them', beijing, `lng=116.407400&x=${'y'.repeat(400)}&lat=39.904200`],
  ])('%s', (_, canary, body) => {
    expect(found([canary], body)).toMatchObject([{ class: 'location', level: 'A' }]);
  });

  it.each<[string, Value, string]>([
    ['latitude alone', beijing, 'lat=39.904200&lng=0'],
    ['longitude of another place', beijing, 'lat=39.904200&lng=116.407500'],
    ['one digit off', beijing, 'lat=39.904300,116.407400'],
    ['two decimals', beijing, 'lat=39.90,116.41'],
    ['north instead of south', sydney, '33.868820,151.209290'],
    ['too far apart', beijing, `lat=39.904200&x=${'y'.repeat(1200)}&lng=116.407400`],
    ['far apart under other names', beijing, `a=39.904200&x=${'y'.repeat(400)}&b=116.407400`],
    ['far apart, one of several', beijing, `lat=39.904200&lat=39.904200&x=${'y'.repeat(400)}&lng=116.407400`],
    ['inside longer numbers', beijing, '139.904200,1116.407400'],
    ['parts of a version', beijing, '1.39.904200,2.116.407400'],
  ])('near miss: %s', (_, canary, body) => {
    expect(found([canary], body)).toEqual([]);
  });
});

const LONG =
  'Dear Grandmother, the ferry leaves Kotka at noon on Thursday; please bring the blue suitcase and 12 lemons.';
const message: Value = { class: 'sms.body', value: LONG };

describe('messages', () => {
  it('are found whole', () => {
    expect(found([message], JSON.stringify({ body: LONG }))).toMatchObject([{ share: 1, spelling: 'plain' }]);
  });

  it.each<[string, number, number]>([
    ['the first half', 0, 53],
    ['the last third', 70, 106],
    ['a quarter out of the middle', 31, 60],
  ])('are found by a part: %s', (_, from, to) => {
    const part = LONG.slice(from, to);
    const matches = found([message], `{"body":"…${part}…"}`);
    expect(matches).toMatchObject([{ level: 'A', share: part.length / LONG.length, recipe: 'part' }]);
  });

  it('in Chinese, whole and by a part', () => {
    const text = '明天下午三点在老地方见面，别忘了带上蓝色的行李箱和十二个柠檬，外婆会在码头等你。';
    const chinese: Value = { class: 'sms.body', value: text };
    expect(found([chinese], `{"m":"${text}"}`)).toMatchObject([{ share: 1 }]);
    expect(found([chinese], `{"m":"${text.slice(5, 20)}"}`)).toMatchObject([{ level: 'A' }]);
  });

  it.each<[string, string]>([
    ['less than a quarter', LONG.slice(20, 42)],
    ['words in another order', 'at noon on Thursday the ferry leaves; bring 12 lemons and the suitcase'],
    ['another message of the same length', LONG.replace(/[aeiou]/g, 'x')],
  ])('near miss: %s', (_, part) => {
    expect(found([message], `{"body":"${part}"}`)).toEqual([]);
  });

  it('short ones only as a whole', () => {
    expect(found([{ class: 'sms.body', value: 'On my way home' }], '"on my way home now"')).toHaveLength(1);
    expect(found([{ class: 'sms.body', value: 'On my way home' }], '"on my way"')).toEqual([]);
    expect(found([{ class: 'sms.body', value: 'See you' }], '"you see your friends"')).toEqual([]);
  });
});

const PACKAGES = [
  'com.example.maps',
  'com.example.chat',
  'com.example.bank',
  'org.example.notes',
  'net.example.radio',
  'com.example.mail',
];
const installed: readonly Value[] = PACKAGES.map((value) => ({ class: 'installed_apps', value }));

describe('installed packages', () => {
  it('are one match from five on', () => {
    expect(found(installed, JSON.stringify({ apps: PACKAGES.slice(0, 5) }))).toMatchObject([
      { class: 'installed_apps', share: 5 / 6, level: 'A' },
    ]);
  });
  it.each<[string, readonly string[]]>([
    ['four', PACKAGES.slice(0, 4)],
    ['one, five times', Array<string>(5).fill('com.example.maps')],
    ['longer names', PACKAGES.map((name) => `${name}.beta`)],
  ])('near miss: %s', (_, names) => {
    expect(found(installed, JSON.stringify(names))).toEqual([]);
  });
});

describe('short values', () => {
  it.each<[string, Value, string]>([
    ['a name of two words', { class: 'contact.name', value: 'Li Wei' }, '{"v":"Li Wei"}'],
    ['a name in Han', { class: 'contact.name', value: '王伟' }, '{"v":"王伟"}'],
    ['one word under a telling name', { class: 'contact.name', value: 'Anna' }, '{"displayName":"anna"}'],
    ['one word under whose name it is', { class: 'contact.name', value: 'Anna' }, '{"caller_name":"anna"}'],
    [
      'one word in a document that stands in a form as it is',
      { class: 'contact.name', value: 'Anna' },
      'a=1&contacts=[{"name":"Bo"},{"name":"Anna"}]&x=1',
    ],
    ['SSID', { class: 'ssid', value: 'Home' }, '{"ssid":"\\"Home\\""}'],
    ['operator', { class: 'operator', value: '46003' }, 'operator=46003&x=1'],
    ['a number of seven digits', { class: 'contact.number', value: '5551234' }, '{"v":"5551234"}'],
    [
      'a number of five digits under a telling name',
      { class: 'sms.peer_number', value: '10086' },
      '{"phone":"10086"}',
    ],
    ['a sender’s name', { class: 'sms.peer_number', value: 'VM-HDFCBK' }, '{"address":"VM-HDFCBK","read":1}'],
    [
      'a sender’s name of one word, under the name of a number',
      { class: 'sms.peer_number', value: 'Amazon' },
      '{"phone":"Amazon"}',
    ],
    ['a cell', { class: 'cell', value: '460-00-4219-52407' }, 'locLac=4219&locCid=52407'],
    ['a cell as it stands', { class: 'cell', value: '460-00-4219-52407' }, 'c=460-00-4219-52407'],
  ])('found: %s', (_, canary, body) => {
    expect(found([canary], body)[0]).toMatchObject({ level: 'A', class: canary.class });
  });

  it.each<[string, Value, string]>([
    ['a name inside a sentence', { class: 'contact.name', value: 'Li Wei' }, '{"v":"Li Wei called"}'],
    ['one word under another name', { class: 'contact.name', value: 'Anna' }, '{"theme":"anna"}'],
    [
      'one word among others in a document in a form',
      { class: 'contact.name', value: 'Anna' },
      'contacts=[{"name":"Anna to be"}]&x=1',
    ],
    ['one word as the name of a thing', { class: 'contact.name', value: 'Home' }, '{"action_name":"home"}'],
    ['a word of the protocol', { class: 'ssid', value: 'Home' }, '{"screen":"home"}'],
    ['operator under another name', { class: 'operator', value: '46003' }, 'size=46003'],
    ['operator inside an IMSI', { class: 'operator', value: '46003' }, 'imsi=460031234567890'],
    ['a number inside a longer one', { class: 'contact.number', value: '5551234' }, '{"v":"15551234"}'],
    ['a number among others', { class: 'contact.number', value: '5551234' }, '{"v":"5551234 5"}'],
    [
      'a sender’s name inside another word',
      { class: 'sms.peer_number', value: 'VM-HDFCBK' },
      '{"v":"SVM-HDFCBKS"}',
    ],
    [
      'a sender’s name of one word under another name',
      { class: 'sms.peer_number', value: 'Amazon' },
      '{"shop":"amazon","from":"amazon"}',
    ],
    ['area without cell', { class: 'cell', value: '460-00-4219-52407' }, 'lac=4219&cid=52408'],
    ['one letter', { class: 'contact.name', value: 'A' }, '{"name":"A"}'],
  ])('near miss: %s', (_, canary, body) => {
    expect(found([canary], body)).toEqual([]);
  });
});
