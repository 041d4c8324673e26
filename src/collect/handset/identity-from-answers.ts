import type { DataClass } from '#model/data-class';
import { simValues } from './answers/getprop.ts';
import { isLuhn } from './luhn.ts';

/** A value read off the handset, and how it came to be known. */
export type Reading = { readonly class: DataClass; readonly value: string; readonly source: string };

/** Property names by what they hold, as seen on Xiaomi handsets of Android 6 to 16. */
const PROPERTIES: readonly (readonly [RegExp, DataClass])[] = [
  [/^ro\.(?:vendor\.)?ril\.(?:miui|oem)\.imei[012]?$/, 'imei'],
  [/^persist\.(?:vendor\.)?radio\.imei[12]?$/, 'imei'],
  [/^persist\.odm\.ril\.oem\.imei[12]?$/, 'imei'],
  [/^(?:ro|ro\.vendor|persist\.odm)\.?(?:ril\.oem)?\.meid$|^persist\.radio\.meid$/, 'device_id'],
  [/^(?:ro\.|ro\.vendor\.|persist\.odm\.)ril\.oem\.(?:wifi|bt)mac$/, 'mac'],
  [/^ro\.(?:boot\.)?serialno$|^(?:vendor\.)?gsm\.serial$|^(?:ro\.|ro\.vendor\.|persist\.odm\.)ril\.oem\.p?sno$/, 'serial'],
  [/^persist\.radio\.factory_(?:phone_)?sn$/, 'serial'],
  [/^ro\.boot\.cpuid$/, 'device_id'],
  [/^persist\.radio\.iccid$/, 'iccid'],
  [/^gsm\.sim\.operator\.alpha$/, 'operator'],
]; // prettier-ignore

const SETTINGS: readonly (readonly [table: string, key: string, DataClass])[] = [
  ['secure', 'android_id', 'android_id'],
  ['secure', 'bluetooth_address', 'mac'],
  ['global', 'ad_aaid', 'gaid'],
  ['system', 'key_mqs_uuid', 'device_id'],
];

const withColons = (mac: string): string =>
  /^[0-9A-Fa-f]{12}$/.test(mac) ? (mac.match(/../g) ?? []).join(':') : mac;

const MAC = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i;

/** The form of a value by class; a class that is not listed takes any. */
const FORMS: ReadonlyMap<DataClass, RegExp> = new Map([
  ['imei', /^\d{15}$/],
  ['imsi', /^\d{14,15}$/],
  ['iccid', /^89\d{17,18}F?$/i],
  ['mac', MAC],
  ['bssid', MAC],
  ['phone.own', /^\+?\d{6,15}$/],
  ['android_id', /^[0-9a-f]{14,16}$/i],
  ['gaid', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i],
  ['serial', /^.{6,}$/],
  ['device_id', /^.{6,}$/],
]);

/** Whether a value has the form of its class; placeholders such as a hidden MAC or a row of zeros are refused. */
const isPlausible = ({ class: kind, value }: Reading): boolean => {
  if (/^[0:.\-\s]*$/.test(value) || /^unknown$/i.test(value) || value === '02:00:00:00:00:00') return false;
  return FORMS.get(kind)?.test(value) !== false && (kind !== 'imei' || isLuhn(value));
};

/** Readings of the form of their class, each value once per class, the first source kept. */
export const checkedReadings = (readings: readonly Reading[]): Reading[] => {
  const seen = new Set<string>();
  return readings.filter((reading) => {
    const key = `${reading.class} ${reading.value.toLowerCase()}`;
    if (!isPlausible(reading) || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
};

/** The identifiers that plain `getprop` gives away. */
export const readingsFromProperties = (properties: ReadonlyMap<string, string>): Reading[] =>
  [...properties].flatMap(([key, text]) => {
    const kind = PROPERTIES.find(([pattern]) => pattern.test(key))?.[1];
    if (kind === undefined) return [];
    return simValues(text).map((value) => ({
      class: kind,
      value: kind === 'mac' ? withColons(value) : value,
      source: `getprop ${key}`,
    }));
  });

/** The identifiers among settings. */
export const readingsFromSettings = (table: string, rows: ReadonlyMap<string, string>): Reading[] =>
  SETTINGS.flatMap(([where, key, kind]) => {
    const value = where === table ? rows.get(key) : undefined;
    return value === undefined ? [] : [{ class: kind, value, source: `settings ${table} ${key}` }];
  });

/** Every IMEI among texts of a screen, such as the dialog of `*#06#`. */
export const imeisFromTexts = (texts: readonly string[], source: string): Reading[] =>
  texts.flatMap((text) =>
    (text.match(/(?<!\d)\d{15}(?!\d)/g) ?? []).map((value) => ({ class: 'imei' as const, value, source })),
  );
