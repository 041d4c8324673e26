import type { DataClass } from '#model/data-class';

/** Classes of the values that name one handset or its card: short, and hashed by software in many ways. */
export const HANDSET_CLASSES: readonly DataClass[] = [
  'imei',
  'imsi',
  'iccid',
  'serial',
  'android_id',
  'gaid',
  'mac',
  'device_id',
];
