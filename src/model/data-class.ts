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

/** What each class of data is called in a sentence. */
export const CLASS_WORDS: Readonly<Record<DataClass, string>> = {
  imei: 'IMEI',
  imsi: 'IMSI (subscriber identity)',
  iccid: 'ICCID (SIM card number)',
  serial: 'serial number of the handset',
  android_id: 'Android id',
  gaid: 'advertising id',
  mac: 'MAC address',
  phone: 'telephone number',
  'phone.own': "owner's own telephone number",
  'contact.name': 'name of a contact',
  'contact.number': 'number of a contact',
  'contact.email': 'e-mail address of a contact',
  'sms.body': 'text of a message',
  'sms.peer_number': 'number of a message correspondent',
  'call.peer_number': 'number of a call partner',
  email: 'e-mail address',
  location: 'location',
  ssid: 'name of a Wi-Fi network',
  bssid: 'address of a Wi-Fi access point',
  cell: 'radio cell',
  ip: 'IP address of the handset',
  operator: 'mobile operator',
  installed_apps: 'list of installed apps',
  app_usage: 'use of apps',
  browsing: 'browsing history',
  account: 'account id',
  device_id: 'vendor device id',
};

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
