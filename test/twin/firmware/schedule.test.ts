import { describe, expect, it } from 'vitest';
import type { TwinFlow } from '#model/twin-firmware';
import { addMessage } from '#twin/apps/messaging';
import {
  addContact,
  type FirmwareBench,
  makeFlow,
  makeRequest,
  startBench,
} from '../../support/start-bench.ts';

const start = (...flows: readonly TwinFlow[]): Promise<FirmwareBench> =>
  startBench({ firmware: { flows: [...flows] } });

const choose = ({ twin }: FirmwareBench, purpose: string, accepts: boolean): void => {
  twin.machine.handset.consents.choose(purpose, accepts);
};

const signIn = ({ twin }: FirmwareBench): void => {
  const { status, events } = twin.machine.handset;
  status.account = '3300000001';
  events.emit('account.signed-in', { 'account.id': '3300000001' });
};

const outcomesOf = async (bench: FirmwareBench, flow?: string): Promise<readonly string[]> =>
  (await bench.lines(flow)).map(({ outcome }) => outcome);

const SYNC = { purpose: 'cloud-sync', states: ['accepted' as const] };
const MINUTE = 60_000;

describe('when a flow sends', () => {
  it('waits for its event, with the fields it names', async () => {
    const trigger = { event: ['sms.received' as const], where: { 'sms.body': 'ping' } };
    await using bench = await start(makeFlow({ id: 'ping', trigger }));
    addContact(bench, 'Ada', '+447700900001');
    addMessage(bench.twin.machine.handset, '+447700900002', 'pong', 1);
    addMessage(bench.twin.machine.handset, '+447700900002', 'ping', 2);
    await bench.advance(0);
    expect(await bench.lines()).toEqual([]);
    addMessage(bench.twin.machine.handset, '+447700900002', 'ping', 1);
    await bench.advance(0);
    expect(await bench.lines()).toMatchObject([{ flow: 'ping', trigger: 'sms.received' }]);
  });

  it('is delayed to the millisecond on the virtual clock, and an advance returns when all is sent', async () => {
    await using bench = await start(makeFlow({ id: 'late', delayMs: 90 * MINUTE }));
    addContact(bench, 'Ada', '+447700900001');
    await bench.advance(90 * MINUTE - 1);
    expect(bench.vendor.received).toEqual([]);
    await bench.advance(1);
    expect(bench.vendor.received).toHaveLength(1);
    const [line] = await bench.lines();
    expect((line?.atMs ?? 0) - (line?.triggeredAtMs ?? 0)).toBe(90 * MINUTE);
  });

  it('repeats as often as it says', async () => {
    const repeat = { everyMs: 10 * MINUTE, times: 3 };
    await using bench = await start(makeFlow({ id: 'again', repeat }));
    addContact(bench, 'Ada', '+447700900001');
    await bench.advance(24 * 60 * MINUTE);
    const times = (await bench.lines()).map(({ atMs, triggeredAtMs }) => (atMs - triggeredAtMs) / MINUTE);
    expect(times).toEqual([0, 10, 20, 30]);
  });

  it('tries again after a failure, each attempt a line, and not after a success', async () => {
    const retry = { times: 3, afterMs: MINUTE };
    await using bench = await start(makeFlow({ id: 'stubborn', retry }));
    const { status } = bench.twin.machine.handset;
    status.wifiOn = false;
    addContact(bench, 'Ada', '+447700900001');
    await bench.advance(MINUTE);
    status.wifiOn = true;
    await bench.advance(60 * MINUTE);
    expect((await bench.lines()).map(({ attempt, outcome, bytes }) => [attempt, outcome, bytes > 0])).toEqual(
      [
        [1, 'no-network', false],
        [2, 'no-network', false],
        [3, 'sent', true],
      ],
    );
    expect((await bench.lines()).map(({ carries }) => carries.length)).toEqual([0, 0, 0]);
  });

  it('says why nothing was reached', async () => {
    const elsewhere = makeFlow({ id: 'elsewhere', send: { request: makeRequest({ host: 'else.example' }) } });
    await using bench = await start(elsewhere);
    addContact(bench, 'Ada', '+447700900001');
    await bench.advance(0);
    expect(await bench.lines()).toMatchObject([{ outcome: 'failed', fault: 'net::ERR_NAME_NOT_RESOLVED' }]);
    bench.twin.machine.handset.settings.put('global', 'http_proxy', '127.0.0.1:9');
    addContact(bench, 'Ada', '+447700900001');
    bench.twin.machine.handset.settings.put('global', 'http_proxy', '198.51.100.7:8080');
    addContact(bench, 'Ada', '+447700900001');
    await bench.advance(0);
    const faults = (await bench.lines()).map(({ fault }) => fault);
    expect(faults.slice(1)).toEqual(['net::ERR_PROXY_CONNECTION_FAILED', 'net::ERR_PROXY_CONNECTION_FAILED']);
  });
});

describe('what a flow asks before it sends', () => {
  it('looks at consent as the event happens', async () => {
    await using bench = await start(makeFlow({ id: 'asks', consent: SYNC, delayMs: MINUTE }));
    addContact(bench, 'Before', '+447700900001');
    choose(bench, 'cloud-sync', true);
    addContact(bench, 'Accepted', '+447700900002');
    choose(bench, 'cloud-sync', false);
    addContact(bench, 'Withdrawn', '+447700900003');
    await bench.advance(MINUTE);
    expect(await bench.lines()).toMatchObject([{ outcome: 'sent', consent: { 'cloud-sync': 'withdrawn' } }]);
  });

  it('looks at consent only as the request leaves: late, and both moments are told', async () => {
    const send = { request: makeRequest({ query: { name: '{contact.name}' } }) };
    const late = makeFlow({ id: 'late', consent: SYNC, consentAt: 'send', delayMs: MINUTE, send });
    await using bench = await start(late);
    addContact(bench, 'Early', '+447700900001');
    choose(bench, 'cloud-sync', true);
    await bench.advance(MINUTE);
    addContact(bench, 'Late', '+447700900002');
    choose(bench, 'cloud-sync', false);
    await bench.advance(MINUTE);
    const [first, second] = await bench.lines();
    expect(first).toMatchObject({ outcome: 'sent', consent: { 'cloud-sync': 'accepted' } });
    expect(first?.carries).toMatchObject([
      {
        value: 'Early',
        enteredAtMs: first?.triggeredAtMs,
        consentAtEntry: { 'cloud-sync': 'before-choice' },
      },
    ]);
    expect(second).toMatchObject({ outcome: 'suppressed', fault: 'cloud-sync is withdrawn', bytes: 0 });
    expect(bench.vendor.received).toHaveLength(1);
  });

  it('stops repeating when consent is taken back', async () => {
    const repeat = { everyMs: MINUTE, times: 5 };
    await using bench = await start(makeFlow({ id: 'again', consent: SYNC, consentAt: 'send', repeat }));
    choose(bench, 'cloud-sync', true);
    addContact(bench, 'Ada', '+447700900001');
    await bench.advance(MINUTE);
    choose(bench, 'cloud-sync', false);
    await bench.advance(10 * MINUTE);
    expect(await outcomesOf(bench)).toEqual(['sent', 'sent', ...Array<string>(4).fill('suppressed')]);
  });

  it.each([
    [true, ['sent']],
    [false, ['sent']],
    [undefined, ['sent', 'sent']],
  ])('with signedIn: %s', async (signedIn, expected) => {
    await using bench = await start(
      makeFlow({ id: 'asks', ...(signedIn === undefined ? {} : { signedIn }) }),
    );
    addContact(bench, 'Out', '+447700900001');
    signIn(bench);
    addContact(bench, 'In', '+447700900002');
    await bench.advance(0);
    expect(await outcomesOf(bench)).toEqual(expected);
  });

  it('sends nothing under a session key before the vendor gave one, then under that one', async () => {
    const login = makeFlow({
      id: 'login',
      trigger: { event: 'account.signed-in' },
      send: {
        request: makeRequest({ path: '/pass/serviceLoginAuth2', body: { form: { user: '{account}' } } }),
      },
    });
    const sealed = makeFlow({
      id: 'sealed',
      send: {
        request: makeRequest({
          headers: { Cookie: 'serviceToken={login.serviceToken}' },
          body: { text: '{contact.name}' },
          encode: [{ cipher: 'aes-128-cbc', key: '{login.ssecurity|unbase64}', iv: '0102030405060708' }],
        }),
      },
    });
    await using bench = await start(login, sealed);
    addContact(bench, 'Too early', '+447700900001');
    await bench.advance(0);
    signIn(bench);
    await bench.advance(0);
    addContact(bench, 'Ottilie Marlow', '+447700900002');
    await bench.advance(0);
    expect(await outcomesOf(bench, 'sealed')).toEqual(['suppressed', 'sent']);
    const [, body] = bench.vendor.received;
    expect(body?.body).toHaveLength(16);
    expect(body?.headers['cookie']).toMatch(/^serviceToken=[\w-]{32}$/);
    bench.twin.machine.handset.events.emit('account.signed-out', { 'account.id': '3300000001' });
    addContact(bench, 'Too late', '+447700900003');
    await bench.advance(0);
    expect(await outcomesOf(bench, 'sealed')).toEqual(['suppressed', 'sent', 'suppressed']);
  });
});

describe('what a flow sends together', () => {
  const body = { json: { all: '{items}' } };
  const item = { n: '{contact.number}' };
  const bodiesOf = (bench: FirmwareBench): readonly unknown[] =>
    bench.vendor.received.map((one) => JSON.parse(one.body.toString()) as unknown);

  it('keeps events until the first has waited long enough, or there are enough', async () => {
    const batch = { of: 'events' as const, maxItems: 3, afterMs: 5 * MINUTE, item };
    await using bench = await start(
      makeFlow({ id: 'batch', batch, send: { request: makeRequest({ body }) } }),
    );
    for (const last of [1, 2, 3, 4]) addContact(bench, 'Ada', `+44770090000${last}`);
    await bench.advance(MINUTE);
    addContact(bench, 'Ada', '+447700900005');
    await bench.advance(3 * MINUTE);
    expect(bodiesOf(bench)).toEqual([{ all: [1, 2, 3].map((last) => ({ n: `+44770090000${last}` })) }]);
    await bench.advance(MINUTE);
    expect(bodiesOf(bench)[1]).toEqual({ all: [{ n: '+447700900004' }, { n: '+447700900005' }] });
    const [, second] = await bench.lines();
    const entered = second?.carries.map(({ value, enteredAtMs = 0 }) => [
      value,
      enteredAtMs - second.triggeredAtMs,
    ]);
    expect(entered).toEqual([
      ['+447700900004', 0],
      ['+447700900005', MINUTE],
    ]);
  });

  it('sends the rows of a table as they are when it sends, cut to size', async () => {
    const batch = { of: 'contacts' as const, maxItems: 2, afterMs: MINUTE };
    const trigger = {
      event: 'consent.changed' as const,
      where: { purpose: 'cloud-sync', state: 'accepted' },
    };
    const flow = makeFlow({ id: 'all', trigger, batch, send: { request: makeRequest({ body }) } });
    await using bench = await start(flow);
    addContact(bench, 'Ada', '+447700900001');
    choose(bench, 'cloud-sync', true);
    addContact(bench, 'Grace', '+447700900002');
    addContact(bench, 'Mary "M"', '+447700900003');
    await bench.advance(MINUTE);
    const names = bodiesOf(bench).map((one) =>
      (one as { all: { 'contact.name': string }[] }).all.map((row) => row['contact.name']),
    );
    expect(names).toEqual([['Ada', 'Grace'], ['Mary "M"']]);
    const [first, second] = await bench.lines();
    const ada = first?.carries.find(({ value }) => value === 'Ada');
    const grace = first?.carries.find(({ value }) => value === 'Grace');
    expect([ada, grace].map((one) => one?.consentAtEntry?.['cloud-sync'])).toEqual([
      'before-choice',
      'accepted',
    ]);
    expect(second?.carries[0]).toMatchObject({ value: 'Mary "M"', encode: ['json-string'] });
  });

  it('sends nothing of an empty table', async () => {
    const batch = { of: 'calls' as const, maxItems: 2, afterMs: 0 };
    await using bench = await start(makeFlow({ id: 'all', batch, send: { request: makeRequest({ body }) } }));
    addContact(bench, 'Ada', '+447700900001');
    await bench.advance(MINUTE);
    expect(await bench.lines()).toEqual([]);
  });
});

describe('a message of the firmware', () => {
  it.each([
    [false, 0],
    [true, 1],
  ])(
    'shown: %s, is in the ledger and %i times among the sent ones; no network is used',
    async (shown, rows) => {
      const sms = { to: '+447700900990', text: 'MX/{imei|sha1|base64url|take:16}', shown };
      await using bench = await start(makeFlow({ id: 'hidden', send: { sms } }));
      addContact(bench, 'Ada', '+447700900001');
      await bench.advance(0);
      expect(await bench.lines()).toMatchObject([
        { channel: 'sms', transport: 'sms', host: '+447700900990', outcome: 'sent', bytes: 19 },
      ]);
      const [line] = await bench.lines();
      expect(line?.carries).toEqual([
        { class: 'imei', value: '860000033000018', encode: ['sha1', 'base64url', 'take:16'] },
      ]);
      expect((await bench.twin.control.snapshot()).messages).toHaveLength(rows);
      expect(bench.vendor.received).toEqual([]);
    },
  );
});

describe('a template that is wrong', () => {
  it.each(['{nobody}', '{imei|shout}', '{imei|take:1|constructor}'])(
    '%s is a fault of the twin, told',
    async (path) => {
      await using bench = await start(makeFlow({ id: 'wrong', send: { request: makeRequest({ path }) } }));
      addContact(bench, 'Ada', '+447700900001');
      await bench.advance(0);
      expect(await bench.twin.control.faults()).toMatchObject([
        expect.stringContaining('a template names an unknown'),
      ]);
      expect(bench.vendor.received).toEqual([]);
    },
  );
});
