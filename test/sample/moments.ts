import type { ConsentMap } from '#model/consent';
import type { Mark } from '#model/session';
import { SAMPLE_CANARIES } from './people.ts';

/** Ms of the session clock. */
export const at = (minutes: number, seconds = 0): number => (minutes * 60 + seconds) * 1000;

const BEFORE: ConsentMap = {
  'privacy-policy': 'before-choice',
  'cloud-messaging': 'before-choice',
  'cloud-sync': 'before-choice',
  'user-experience': 'before-choice',
  diagnostics: 'before-choice',
  'personalized-ads': 'before-choice',
  'google-services': 'before-choice',
};
const DECLINED: ConsentMap = {
  ...BEFORE,
  'privacy-policy': 'declined',
  'cloud-messaging': 'declined',
  'cloud-sync': 'declined',
  'user-experience': 'declined',
  diagnostics: 'declined',
  'personalized-ads': 'declined',
  'google-services': 'accepted',
};
const ACCEPTED: ConsentMap = {
  ...DECLINED,
  'privacy-policy': 'accepted',
  'cloud-messaging': 'accepted',
  'cloud-sync': 'accepted',
};
const WITHDRAWN: ConsentMap = { ...ACCEPTED, 'cloud-messaging': 'withdrawn', 'cloud-sync': 'withdrawn' };

type Step = {
  readonly step: string;
  readonly title: string;
  readonly from: number;
  readonly to: number;
  readonly choice?: {
    readonly atMs: number;
    readonly consent: ConsentMap;
    readonly readBack: readonly string[];
  };
};

const STEPS: readonly Step[] = [
  {
    step: 'wizard',
    title: 'Walk through the first-boot wizard, accept what Google asks, decline all else',
    from: 0,
    to: at(1, 30),
    choice: {
      atMs: at(1),
      consent: DECLINED,
      readBack: ['cloud-messaging', 'cloud-sync', 'user-experience', 'google-services'],
    },
  },
  { step: 'add-contact-1', title: 'Add a contact', from: at(3), to: at(4) },
  { step: 'receive-sms-1', title: 'Receive an SMS', from: at(5), to: at(5, 40) },
  { step: 'browse-1', title: 'Open a page in the browser', from: at(7), to: at(8) },
  { step: 'idle-1', title: 'Leave the handset alone', from: at(8), to: at(15) },
  {
    step: 'opt-in',
    title: 'Sign in to the cloud of the vendor, accept contacts and messages',
    from: at(15),
    to: at(16, 30),
    choice: {
      atMs: at(15, 20),
      consent: ACCEPTED,
      readBack: ['privacy-policy', 'cloud-messaging', 'cloud-sync', 'user-experience'],
    },
  },
  { step: 'add-contact-2', title: 'Add a contact', from: at(17), to: at(18) },
  { step: 'receive-sms-2', title: 'Receive an SMS', from: at(19), to: at(19, 40) },
  { step: 'idle-2', title: 'Leave the handset alone', from: at(20), to: at(30) },
  {
    step: 'opt-out',
    title: 'Withdraw contacts and messages',
    from: at(30),
    to: at(31),
    choice: { atMs: at(30, 30), consent: WITHDRAWN, readBack: ['cloud-messaging', 'cloud-sync'] },
  },
  { step: 'add-contact-3', title: 'Add a contact', from: at(32), to: at(33) },
  { step: 'idle-3', title: 'Leave the handset alone', from: at(34), to: at(38) },
];

const canariesOf = (step: string): string[] =>
  SAMPLE_CANARIES.filter(({ steps = [] }) => steps.includes(step)).map(({ id }) => id);

const marksOf = (consent: ConsentMap, { step, title, from, to, choice }: Step): readonly Mark[] => {
  const entered = canariesOf(step);
  const start: Mark = { atMs: from, hostMs: from, kind: 'step-start', step, title, consent: { ...consent } };
  const chosen: readonly Mark[] =
    choice === undefined
      ? []
      : [
          {
            atMs: choice.atMs,
            hostMs: choice.atMs,
            kind: 'consent',
            step,
            consent: { ...choice.consent },
            readBack: Object.fromEntries(choice.readBack.map((purpose) => [purpose, true])),
          },
        ];
  const left = choice?.consent ?? consent;
  const end: Mark = {
    atMs: to,
    hostMs: to,
    kind: 'step-end',
    step,
    consent: { ...left },
    ...(entered.length === 0 ? {} : { canaries: entered }),
  };
  return [start, ...chosen, end];
};

/** The moments of the sample's scenario, each with the consent that holds from then on. */
export const sampleMarks = (): readonly Mark[] => {
  const marks: Mark[] = [];
  for (const step of STEPS) marks.push(...marksOf(marks.at(-1)?.consent ?? BEFORE, step));
  const endMs = at(38);
  return [
    ...marks,
    { atMs: endMs, hostMs: endMs, kind: 'end', step: 'end', consent: marks.at(-1)?.consent ?? BEFORE },
  ];
};
