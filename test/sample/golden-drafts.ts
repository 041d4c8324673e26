import { digest } from './tools.ts';
import { sealedBody, weatherBody } from './bodies.ts';
import { at } from './moments.ts';
import { SERVERS } from './servers.ts';
import { type Draft, type Exchange, draftsOfExchange, draftsOfRefusal } from './wire.ts';

const OK = { body: Buffer.from('{"code":0}') };

const post = (id: string, atMs: number, server: Exchange['server'], body: Uint8Array): Exchange => ({
  id,
  atMs,
  server,
  method: 'POST',
  target: '/sample',
  app: 'com.miui.home',
  headers: [['Content-Type', 'application/json']],
  body,
  answer: OK,
});

const quiet = (): readonly Exchange[] => [
  post('weather-1', at(2), SERVERS.weather, Buffer.from(weatherBody())),
  post('usage-1', at(10), SERVERS.tracking, Buffer.from('{"event":"screen_on","count":12}')),
  {
    id: 'configuration-1',
    atMs: at(20),
    server: SERVERS.account,
    method: 'GET',
    target: '/pass/configuration?keys=idc',
    app: 'com.xiaomi.xmsf',
    answer: OK,
  },
];

/** Near misses: other people's values, and a hash of one, in the fields where the owner's would stand. */
const nearMisses = (): readonly Exchange[] => [
  post(
    'near-1',
    at(24),
    SERVERS.trackingChina,
    Buffer.from(
      JSON.stringify({
        order: '447700900462',
        session: digest('sha1', 'another value').toString('hex'),
        trace: '5a3c9e71d204b680',
        note: 'Ottilie and Marlow met Quinn',
      }),
    ),
  ),
];

/** Traffic of a handset that tells its vendor nothing about its owner. */
export const cleanDrafts = (): readonly Draft[] =>
  [...quiet(), ...nearMisses()].flatMap((exchange) => draftsOfExchange(exchange));

/** Traffic of which most cannot be read: refused handshakes and a payload under a key agreed elsewhere. */
export const blindDrafts = (): readonly Draft[] => [
  ...quiet().flatMap((exchange) => draftsOfExchange(exchange)),
  ...draftsOfExchange({
    ...post('onetrack-1', at(12), SERVERS.tracking, sealedBody()),
    target: '/track/v4',
    headers: [
      ['Content-Type', 'application/octet-stream'],
      ['OT_sender', 'com.miui.home'],
      ['OT_protocol', '3.0'],
    ],
  }),
  ...[SERVERS.security, SERVERS.contacts, SERVERS.signIn].flatMap((server, index) =>
    draftsOfRefusal(`refused-${String(index + 1)}`, at(14 + index), server),
  ),
];
