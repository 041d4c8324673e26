import { connect } from 'node:net';
import { openWriter } from '#capture/write';
import { startNativeEngine } from '#collect/proxy/engine';
import { readTwin } from '#devices/read-twin';
import type { Canary } from '#model/canary';
import type { ConsentState } from '#model/consent';
import type { DataClass } from '#model/data-class';
import type { LedgerLine } from '#model/ledger';
import { showCall } from '#twin/apps/incall';
import { addMessage } from '#twin/apps/messaging';
import { addToStore, certificateFrom, SYSTEM_STORE } from '#twin/state/certificates';
import { type RunningTwin, startTwin } from '#twin/twin';
import { startVendorServer } from '#twin/vendor/vendor-server';
import { announceContact } from '#twin/state/providers';
import { makeSession } from './record-capture.ts';
import { makeCa } from './start-proxy.ts';

/** What a played session leaves: a capture in the folder, and the truth about it. */
export type Played = {
  readonly lines: readonly LedgerLine[];
  readonly canaries: readonly Canary[];
  readonly faults: readonly string[];
};

type Step = { readonly id: string; readonly act: (twin: RunningTwin) => unknown };

const MINUTE = 60_000;
const people = [1, 2].map((round) => ({
  round,
  name: `Ottilie Marlow${'abc'.charAt(round)}`,
  number: `+4477009004${round}1`,
  email: `ottilie.${round}@example.net`,
  texts: [`Meet Brazumek at Venlydra gate ${round}`, `Bring Folkisrud to Wikyor gate ${round}`],
}));
const SMS_PEER = '+447700900555';
const CALL_PEER = '+447700900777';

const idle = (id: string, minutes: number): Step => ({
  id,
  act: (twin) => twin.control.advance(minutes * MINUTE),
});

const choose =
  (accepts: boolean, ...purposes: readonly string[]): Step['act'] =>
  (twin) => {
    for (const purpose of purposes) twin.machine.handset.consents.choose(purpose, accepts);
  };

const ALL = [
  'privacy-policy',
  'user-experience',
  'diagnostics',
  'personalized-ads',
  'cloud-sync',
  'cloud-messaging',
];

const meetPeople = ({ round, name, number, email, texts }: (typeof people)[number]): readonly Step[] => [
  {
    id: `add-contact-${round}`,
    act: ({ machine: { handset } }) => {
      announceContact(handset, handset.people.contacts.add({ name, number, email, accountType: null }));
    },
  },
  {
    id: `receive-sms-${round}`,
    act: (twin) => twin.control.stimulate({ kind: 'incoming-sms', from: SMS_PEER, text: texts[0] ?? '' }),
  },
  {
    id: `send-sms-${round}`,
    act: (twin) => {
      addMessage(twin.machine.handset, SMS_PEER, texts[1] ?? '', 2);
    },
  },
  {
    id: `make-call-${round}`,
    act: (twin) => {
      showCall(twin.machine, CALL_PEER, false).end();
    },
  },
];

const signIn: Step['act'] = ({ machine: { handset } }) => {
  handset.status.account = handset.profile.account.id;
  handset.events.emit('account.signed-in', { 'account.id': handset.profile.account.id });
};

/** The steps of the scenario f-secure-2014, done to the twin itself. */
const STEPS: readonly Step[] = [
  idle('idle-before-choice', 2),
  { id: 'decline', act: choose(false, ...ALL) },
  {
    id: 'finish',
    act: ({ machine }) => {
      machine.handset.events.emit('wizard.finished');
    },
  },
  idle('idle-declined-1', 10),
  ...meetPeople(people[0]!),
  idle('idle-declined-2', 10),
  { id: 'sign-in', act: signIn },
  ...ALL.map((purpose) => ({ id: `accept-${purpose}`, act: choose(true, purpose) })),
  idle('idle-accepted-1', 10),
  ...meetPeople(people[1]!),
  idle('idle-accepted-2', 10),
  { id: 'withdraw', act: choose(false, ...ALL) },
  idle('idle-withdrawn', 10),
];

const identityOf = ({ machine }: RunningTwin): (readonly [DataClass, string])[] => {
  const { identifiers: ids, operator, wifi, packages } = machine.handset.profile;
  return [
    ...ids.imei.map((imei) => ['imei', imei] as const),
    ['imsi', ids.imsi],
    ['iccid', ids.iccid],
    ['serial', ids.serial],
    ['android_id', ids.androidId],
    ['gaid', ids.gaid],
    ['mac', ids.wifiMac],
    ['mac', ids.bluetoothMac],
    ['phone.own', ids.phoneNumber],
    ['operator', operator.name],
    ['ssid', wifi.ssid],
    ['bssid', wifi.bssid],
    ...packages.map(({ name }) => ['installed_apps', name] as const),
  ];
};

const planted: readonly (readonly [DataClass, string, ...string[]])[] = [
  ...people.flatMap(({ round, name, number, email, texts }) => [
    ['contact.name', name, `add-contact-${round}`] as const,
    ['contact.number', number, `add-contact-${round}`] as const,
    ['contact.email', email, `add-contact-${round}`] as const,
    ['sms.body', texts[0] ?? '', `receive-sms-${round}`] as const,
    ['sms.body', texts[1] ?? '', `send-sms-${round}`] as const,
  ]),
  ['sms.peer_number', SMS_PEER, 'receive-sms-1', 'send-sms-1', 'receive-sms-2', 'send-sms-2'],
  ['call.peer_number', CALL_PEER, 'make-call-1', 'make-call-2'],
];

const canariesOf = (twin: RunningTwin): Canary[] =>
  [...identityOf(twin), ...planted].map(([dataClass, value, ...steps], index) => ({
    id: `${dataClass.replace('.', '-')}-${index}`,
    class: dataClass,
    value,
    ...(steps.length === 0 ? {} : { steps }),
  }));

const useProxy = ({ machine: { handset } }: RunningTwin, port: number, caPem: string | null): void => {
  handset.setConnector(() => connect(port, '127.0.0.1'));
  handset.settings.put('global', 'http_proxy', '127.0.0.1:8080');
  const certificate = caPem === null ? null : certificateFrom(Buffer.from(caPem));
  handset.files.systemWritable = true;
  if (certificate !== null) addToStore(handset.files, SYSTEM_STORE, certificate);
  handset.files.systemWritable = false;
};

/**
 * Plays a whole session on a shipped twin behind a real proxy and records it, its clock being the session's. The
 * proxy's authority stands in the system store where the handset can be rooted.
 */
export const playTwin = async (name: string, folder: string): Promise<Played> => {
  const twin = await readTwin(name);
  await using vendor = await startVendorServer(twin.firmware.addresses);
  await using running = await startTwin({
    twin,
    network: vendor.network,
    systemCertificates: [vendor.caPem],
    ticks: false,
  });
  const { clock, profile, consents } = running.machine.handset;
  const startMs = clock.nowMs();
  const ca = await makeCa();
  await using writer = await openWriter(folder, { nowMs: () => clock.nowMs() });
  const control = { host: 'proof.phonehome.invalid', text: '' };
  const { upstream } = vendor;
  const engine = await startNativeEngine({ ca, upstream, sink: writer, nowMs: () => clock.nowMs(), control });
  useProxy(running, engine.address.port, profile.buildType === 'userdebug' ? ca.certPem : null);
  const canaries = canariesOf(running);
  const { brand, model, apiLevel } = profile;
  const startedAt = new Date(startMs).toISOString();
  await writer.session(makeSession({ startedAt, firmware: name, handset: { brand, model, apiLevel } }));
  await writer.canaries(canaries);
  const mark = (kind: 'step-start' | 'consent' | 'end', step: string): void => {
    const consent: Record<string, ConsentState> = { ...consents.states() };
    writer.mark({ atMs: clock.nowMs() - startMs, hostMs: 0, kind, step, consent });
  };
  for (const { id, act } of STEPS) {
    mark('step-start', id);
    await act(running);
    mark('consent', id);
    await running.control.advance(5000);
  }
  mark('end', 'end');
  await engine.stop();
  return { canaries, lines: await running.control.ledger(), faults: await running.control.faults() };
};
