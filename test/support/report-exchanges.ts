import type { Finding } from '#model/finding';
import type { FlowRow } from '#model/report';
import { makeFinding, makeFlowRow, makeProof, makeRecipient } from './make-report.ts';
import { STEPS } from './report-marks.ts';
import { RECIPIENTS } from './report-recipients.ts';

type Seed = {
  readonly step: string;
  readonly afterMs: number;
  readonly finding: Partial<Finding>;
  readonly url: string;
};

const HASH_PROOF = makeProof({
  recipe: 'base64url(sha1(imsi))[0:16]',
  bits: 96,
  chance: 3.1e-22,
  reasoning: 'The first 16 characters of base64url(SHA-1(value)) stand as a whole path segment.',
  inversionCandidates: 1e10,
  layers: [{ name: 'path', excerptMasked: '/pass/activate/dev/•••/activating' }],
});

const SEEDS: readonly Seed[] = [
  {
    step: 'idle-1',
    afterMs: 3000,
    url: 'http://api.account.acme-handsets.example/pass/user@id?type=MXPH&externalId=•••',
    finding: {
      class: 'phone.own',
      canaryId: 'own-1',
      masked: '+49••••••••••11',
      transport: 'http',
      part: 'query',
      route: [{ step: 'query' }, { step: 'form', path: 'externalId', offset: 20, length: 15 }],
      consent: { atSend: 'declined', atEntry: null, purpose: 'cloud-messaging', readBack: true },
    },
  },
  {
    step: 'add-contact-1',
    afterMs: 5000,
    url: 'http://api.account.acme-handsets.example/pass/user@id?type=MXPH&externalId=•••',
    finding: {
      class: 'contact.number',
      canaryId: 'contact-1-number',
      masked: '+49••••••••••42',
      spelling: 'e164',
      transport: 'http',
      part: 'query',
      route: [{ step: 'query' }, { step: 'form', path: 'externalId', offset: 20, length: 15 }],
      consent: { atSend: 'declined', atEntry: 'declined', purpose: 'cloud-sync', readBack: true },
      step: { atSend: 'add-contact-1', ofCanary: 'add-contact-1' },
    },
  },
  {
    step: 'receive-sms-1',
    afterMs: 2500,
    url: 'http://api.account.acme-handsets.example/pass/user@id?type=MXPH&externalId=•••',
    finding: {
      class: 'sms.peer_number',
      canaryId: 'peer-1',
      masked: '+49••••••••••77',
      spelling: 'e164',
      transport: 'http',
      part: 'query',
      route: [{ step: 'query' }, { step: 'form', path: 'externalId', offset: 20, length: 15 }],
      consent: { atSend: 'declined', atEntry: 'declined', purpose: 'cloud-messaging', readBack: true },
      step: { atSend: 'receive-sms-1', ofCanary: ['receive-sms-1', 'send-sms-1'] },
    },
  },
  {
    step: 'idle-1',
    afterMs: 120_000,
    url: 'https://tracking.intl.acme-handsets.example/track/v4',
    finding: { recipientId: 'r2', class: 'imei', canaryId: 'imei-1' },
  },
  {
    step: 'idle-2',
    afterMs: 240_000,
    url: 'https://tracking.intl.acme-handsets.example/track/v4',
    finding: { recipientId: 'r2', class: 'imei', canaryId: 'imei-1' },
  },
  {
    step: 'idle-2',
    afterMs: 1000,
    url: 'https://api.account.acme-handsets.example/pass/activate/dev/•••/activating',
    finding: {
      class: 'imsi',
      canaryId: 'imsi-1',
      masked: 'q3••••••••••••dA',
      spelling: 'sha1/base64url[0:16]',
      level: 'B',
      part: 'url',
      route: [{ step: 'path' }],
      proof: HASH_PROOF,
      consent: { atSend: null, atEntry: null, purpose: 'none', readBack: false },
    },
  },
  {
    step: 'add-contact-2',
    afterMs: 4000,
    url: 'https://api.account.acme-handsets.example/contacts/v2/sync',
    finding: {
      class: 'contact.name',
      canaryId: 'contact-2-name',
      masked: 'Zo••••••••••',
      consent: { atSend: 'accepted', atEntry: 'accepted', purpose: 'cloud-sync', readBack: true },
      step: { atSend: 'add-contact-2', ofCanary: 'add-contact-2' },
      policy: { forbidden: false, rule: 'consent-given' },
    },
  },
  {
    step: 'add-contact-2',
    afterMs: 4100,
    url: 'https://api.account.acme-handsets.example/contacts/v2/sync',
    finding: {
      class: 'contact.number',
      canaryId: 'contact-1-number',
      masked: '+49••••••••••42',
      consent: { atSend: 'accepted', atEntry: 'declined', purpose: 'cloud-sync', readBack: true },
      step: { atSend: 'add-contact-2', ofCanary: 'add-contact-1' },
      policy: { forbidden: false, rule: 'consent-given' },
    },
  },
  {
    step: 'idle-3',
    afterMs: 300_000,
    url: 'https://e.metrics-sdk.example/collect',
    finding: {
      recipientId: 'r3',
      class: 'gaid',
      canaryId: null,
      masked: '3f••••••••••••••••••••••••••••••9c',
      level: 'C',
      consent: { atSend: 'withdrawn', atEntry: null, purpose: 'user-experience', readBack: true },
      policy: { forbidden: false, rule: 'shapes-are-reported' },
    },
  },
  {
    step: 'idle-3',
    afterMs: 420_000,
    url: 'https://e.metrics-sdk.example/collect',
    finding: {
      recipientId: 'r3',
      class: 'installed_apps',
      canaryId: null,
      masked: '17 installed packages, 52 % of all',
      part: 'body',
      consent: { atSend: 'withdrawn', atEntry: null, purpose: 'user-experience', readBack: true },
    },
  },
  {
    step: 'wizard',
    afterMs: 4000,
    url: 'https://android.platform.example/checkin',
    finding: {
      recipientId: 'r4',
      class: 'operator',
      canaryId: 'operator-1',
      masked: 'Example Mobile',
      consent: { atSend: 'before-choice', atEntry: null, purpose: 'privacy-policy', readBack: false },
      policy: { forbidden: false, rule: 'public-class' },
    },
  },
];

const SHARED_GROUPS: Readonly<Record<string, string>> = { imei: 'group-imei', imsi: 'group-imsi' };

/** The requests of the leaking sample, each with its finding. */
export const exchanges = (startMs: ReadonlyMap<string, number>): readonly (readonly [FlowRow, Finding])[] =>
  SEEDS.map(({ step, afterMs, finding, url }, index) => {
    const atMs = (startMs.get(step) ?? 0) + afterMs;
    const id = `flow-${String(index + 1).padStart(3, '0')}`;
    const whole = makeFinding({
      id: `finding-${String(index + 1)}`,
      group: SHARED_GROUPS[finding.class ?? ''] ?? `group-${String(index + 1)}`,
      flowId: id,
      atMs,
      step: { atSend: step, ofCanary: null },
      ...finding,
    });
    const row = makeFlowRow({
      id,
      atMs,
      method: url.includes('?') ? 'GET' : 'POST',
      urlMasked: url,
      recipientId: whole.recipientId,
    });
    return [row, whole];
  });

/** Requests without a finding. */
export const otherFlows = (startMs: ReadonlyMap<string, number>): readonly FlowRow[] =>
  STEPS.flatMap(([step, , seconds]) =>
    Array.from({ length: Math.ceil(seconds / 60) }, (_, index) => {
      const recipient = RECIPIENTS[(index * 7 + step.length) % 5] ?? makeRecipient();
      return makeFlowRow({
        id: `other-${step}-${String(index)}`,
        atMs: (startMs.get(step) ?? 0) + index * 55_000 + 900,
        urlMasked: `https://${recipient.host}/config?v=•••`,
        recipientId: recipient.id,
        method: 'GET',
        bytesOut: 400 + index,
        app: index % 3 === 0 ? null : 'com.acme.config',
      });
    }),
  );

/** The cells of who received what, as the audit makes them: one per class, recipient, purpose and consent. */
