import { z } from 'zod';

/**
 * The classes of personal data. `contact.number`, `sms.peer_number` and `sms.body` are never merged: the test of
 * 2014 showed numbers of contacts and correspondents, not message text.
 */
export const DATA_CLASSES = [
  'imei',
  'imsi',
  'iccid',
  'serial',
  'android_id',
  'gaid',
  'mac',
  'phone',
  'phone.own',
  'contact.name',
  'contact.number',
  'contact.email',
  'sms.body',
  'sms.peer_number',
  'call.peer_number',
  'email',
  'location',
  'ssid',
  'bssid',
  'cell',
  'ip',
  'operator',
  'installed_apps',
  'app_usage',
  'browsing',
  'account',
  'device_id',
] as const;

export const dataClassSchema = z.enum(DATA_CLASSES);
export type DataClass = z.infer<typeof dataClassSchema>;

/** Classes whose values may stand unmasked in a report: they name no person and no handset. */
export const PUBLIC_CLASSES: ReadonlySet<DataClass> = new Set<DataClass>([
  'operator',
  'installed_apps',
  'ip',
]);

/** Classes whose value is a telephone number. */
export const PHONE_CLASSES: ReadonlySet<DataClass> = new Set<DataClass>([
  'phone',
  'phone.own',
  'contact.number',
  'sms.peer_number',
  'call.peer_number',
]);
