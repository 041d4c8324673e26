import type { DataClass } from '#model/data-class';

/** One way of asking `iphonesubinfo`; the answer is checked, never the number trusted: vendors insert methods. */
export type SubscriberCall = {
  readonly class: DataClass;
  readonly transaction: number;
  readonly args: readonly string[];
};

type Subject = 'imei' | 'imsi' | 'iccid' | 'phone.own';

/** From an API level on: transaction numbers by what they give (AOSP IPhoneSubInfo.aidl, in its order). */
const TRANSACTIONS: readonly (readonly [number, Readonly<Record<Subject, readonly number[]>>])[] = [
  [35, { imei: [1, 4], imsi: [8, 10], iccid: [13, 15], 'phone.own': [16, 17] }],
  [30, { imei: [1, 4], imsi: [8, 10], iccid: [12, 14], 'phone.own': [15, 16] }],
  [26, { imei: [1, 3], imsi: [7, 8], iccid: [10, 11], 'phone.own': [12, 13] }],
  [22, { imei: [1, 3], imsi: [7, 8], iccid: [11, 12], 'phone.own': [13, 14] }],
  [21, { imei: [1, 2], imsi: [6, 7], iccid: [10, 11], 'phone.own': [12, 13] }],
  [18, { imei: [1], imsi: [3], iccid: [5], 'phone.own': [6] }],
  [16, { imei: [1], imsi: [3], iccid: [4], 'phone.own': [5] }],
];

/** Asks by slot (IMEI: from 0) or by subscription (the rest: from 1), and names the caller from Android 6 on. */
const argsOf = (apiLevel: number, subject: Subject, indexed: boolean, slot: number): string[] => [
  ...(indexed ? ['i32', String(subject === 'imei' ? slot : slot + 1)] : []),
  ...(apiLevel >= 23 ? ['s16', 'com.android.shell'] : []),
];

/** The calls to try on a handset of that API level, for both SIMs. */
export const subscriberCalls = (apiLevel: number): SubscriberCall[] => {
  const numbers = TRANSACTIONS.find(([level]) => apiLevel >= level)?.[1];
  if (numbers === undefined) return [];
  return (['imei', 'imsi', 'iccid', 'phone.own'] as const).flatMap((subject) =>
    numbers[subject].flatMap((transaction, index) =>
      (index === 0 ? [0] : [0, 1]).map((slot) => ({
        class: subject,
        transaction,
        args: argsOf(apiLevel, subject, index > 0, slot),
      })),
    ),
  );
};
