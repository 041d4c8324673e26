import type { DataClass } from '#model/data-class';
import type { Level } from '#model/finding';

/** What the script put into a request of the sample: one line per value and flow. */
export type Truth = {
  readonly flow: string;
  readonly canary: string | null;
  readonly class: DataClass;
  readonly level: Level;
  readonly purpose: string;
  readonly atSend: string | null;
  readonly atEntry: string | null;
};

type Rest = Partial<Pick<Truth, 'level' | 'atEntry'>>;

const sent = (
  flow: string,
  [canary, className]: readonly [string | null, DataClass],
  [purpose, atSend]: readonly [string, string | null],
  { level = 'A', atEntry = null }: Rest = {},
): Truth => ({ flow, canary, class: className, level, purpose, atSend, atEntry });

const NONE = ['none', null] as const;
const MESSAGING_DECLINED = ['cloud-messaging', 'declined'] as const;
const MESSAGING_ACCEPTED = ['cloud-messaging', 'accepted'] as const;
const ANALYTICS = ['user-experience', 'declined'] as const;
const GOOGLE = ['google-services', 'accepted'] as const;
const POLICY = ['privacy-policy', 'accepted'] as const;
const SYNC = ['cloud-sync', 'accepted'] as const;
const ENTERED_DECLINED = { atEntry: 'declined' } as const;

/** Every value that stands in the sample's traffic, written down by hand beside the script that put it there. */
export const SAMPLE_TRUTH: readonly Truth[] = [
  sent('packages-1', ['package-1', 'installed_apps'], ['privacy-policy', 'before-choice']),
  sent('checkin-1', ['android-id', 'android_id'], GOOGLE),
  sent('checkin-1', ['imei-1', 'imei'], GOOGLE),
  sent('checkin-1', ['mac-wifi', 'mac'], GOOGLE),
  sent('checkin-1', ['serial', 'serial'], GOOGLE),
  sent('look-up-1', ['contact-1-number', 'contact.number'], MESSAGING_DECLINED, ENTERED_DECLINED),
  sent('look-up-2', ['sms-1-peer', 'sms.peer_number'], MESSAGING_DECLINED, ENTERED_DECLINED),
  sent('activate-1', ['imei-1', 'imei'], MESSAGING_DECLINED, { level: 'B' }),
  sent('activate-1', ['imsi-1', 'imsi'], MESSAGING_DECLINED, { level: 'B' }),
  sent('browser-1', ['page-1', 'browsing'], NONE),
  sent('spock-1', ['android-id', 'android_id'], ANALYTICS),
  sent('spock-1', ['mac-wifi', 'mac'], ANALYTICS),
  sent('spock-1', ['operator', 'operator'], ANALYTICS),
  sent('adjust-1', ['gaid', 'gaid'], ANALYTICS),
  sent('other-vendor-1', ['android-id', 'android_id'], ANALYTICS),
  sent('operator-1', ['imei-1', 'imei'], NONE),
  sent('operator-1', ['imsi-1', 'imsi'], NONE),
  sent('operator-1', ['own-number', 'phone.own'], NONE),
  sent('assistant-1', ['contact-1-name', 'contact.name'], NONE),
  sent('crash-1', ['android-id', 'android_id'], ['diagnostics', 'declined']),
  sent('sign-in-1', ['account-mailbox', 'email'], POLICY, ENTERED_DECLINED),
  sent('sign-in-1', ['imei-1', 'imei'], POLICY, { level: 'B' }),
  sent('cloud-contact-1', ['contact-1-name', 'contact.name'], SYNC, ENTERED_DECLINED),
  sent('cloud-contact-1', ['contact-1-number', 'contact.number'], SYNC, ENTERED_DECLINED),
  sent('cloud-contact-1', ['contact-1-email', 'contact.email'], SYNC, ENTERED_DECLINED),
  sent('cloud-messages-1', ['sms-1-peer', 'sms.peer_number'], SYNC, ENTERED_DECLINED),
  sent('cloud-messages-1', ['sms-1-text', 'sms.body'], SYNC, ENTERED_DECLINED),
  sent('look-up-3', ['contact-2-number', 'contact.number'], MESSAGING_ACCEPTED, { atEntry: 'accepted' }),
  sent('look-up-3', ['imei-1', 'imei'], MESSAGING_ACCEPTED, { level: 'B' }),
  sent('look-up-4', ['sms-2-peer', 'sms.peer_number'], MESSAGING_ACCEPTED, { atEntry: 'accepted' }),
  sent('look-up-4', ['imei-1', 'imei'], MESSAGING_ACCEPTED, { level: 'B' }),
  sent('update-1', ['serial', 'serial'], POLICY),
  // SHA-1 over IMEI, Android id and serial number, in one.
  sent('statistics-1', ['imei-1', 'imei'], ANALYTICS, { level: 'B' }),
  sent('statistics-1', ['sms-1-peer', 'sms.peer_number'], NONE),
  sent('advertising-1', ['android-id', 'android_id'], ['personalized-ads', 'declined'], { level: 'B' }),
  sent('look-up-5', ['contact-3-number', 'contact.number'], ['cloud-messaging', 'withdrawn'], {
    atEntry: 'withdrawn',
  }),
  sent('track-1', [null, 'imei'], ANALYTICS, { level: 'C' }),
];

/** What of the sample nobody can read, by reason: flows or connections. */
export const SAMPLE_UNREAD: Readonly<Record<string, number>> = {
  'encrypted-payload': 1,
  truncated: 1,
  'tls-refused': 3,
  'not-http': 1,
  quic: 2,
  sms: 1,
  cellular: 1,
};
