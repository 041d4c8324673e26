import type { ConsentMap } from '#model/consent';
import type { Mark } from '#model/session';
import { makeMark } from './make-report.ts';

const consent = (
  userExperience: ConsentMap[string],
  cloudSync: ConsentMap[string],
  messaging: ConsentMap[string],
): ConsentMap => ({
  'privacy-policy': userExperience,
  'user-experience': userExperience,
  'cloud-sync': cloudSync,
  'cloud-messaging': messaging,
});

const BEFORE = consent('before-choice', 'before-choice', 'before-choice');
const DECLINED = consent('declined', 'declined', 'declined');
const ACCEPTED = consent('accepted', 'accepted', 'accepted');
const WITHDRAWN = consent('withdrawn', 'withdrawn', 'withdrawn');

/** The scenario of the samples. */
export const STEPS: readonly (readonly [
  step: string,
  title: string,
  seconds: number,
  consent: ConsentMap,
])[] = [
  ['wizard', 'First-boot wizard up to the notice', 14, BEFORE],
  ['decline', 'Decline every notice', 9, DECLINED],
  ['idle-1', 'Leave the handset alone', 600, DECLINED],
  ['add-contact-1', 'Add a contact', 8, DECLINED],
  ['receive-sms-1', 'Receive a message', 5, DECLINED],
  ['send-sms-1', 'Send a message', 7, DECLINED],
  ['receive-call-1', 'Receive a call', 12, DECLINED],
  ['make-call-1', 'Make a call', 15, DECLINED],
  ['idle-2', 'Leave the handset alone', 600, DECLINED],
  ['opt-in', 'Sign in and accept, purpose by purpose', 32, ACCEPTED],
  ['add-contact-2', 'Add a contact', 8, ACCEPTED],
  ['receive-sms-2', 'Receive a message', 5, ACCEPTED],
  ['send-sms-2', 'Send a message', 7, ACCEPTED],
  ['opt-out', 'Withdraw every consent', 21, WITHDRAWN],
  ['idle-3', 'Leave the handset alone', 1100, WITHDRAWN],
];

/** The marks of the scenario, and when each step starts. */
export const marksOf = (): {
  readonly marks: readonly Mark[];
  readonly startMs: ReadonlyMap<string, number>;
} => {
  const startMs = new Map<string, number>();
  let atMs = 2000;
  const marks = STEPS.flatMap(([step, title, seconds, held]) => {
    startMs.set(step, atMs);
    const start = makeMark({ atMs, hostMs: atMs / 10, step, title, consent: held });
    atMs += seconds * 1000;
    const end = makeMark({ atMs, hostMs: atMs / 10, kind: 'step-end', step, consent: held });
    atMs += 400;
    return [start, end];
  });
  return {
    marks: [...marks, makeMark({ atMs, hostMs: atMs / 10, kind: 'end', step: 'end', consent: WITHDRAWN })],
    startMs,
  };
};
