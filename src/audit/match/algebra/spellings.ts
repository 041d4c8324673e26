import type { Canary } from '#model/canary';
import { PHONE_CLASSES, type DataClass } from '#model/data-class';
import { ipSpellings } from './address.ts';
import { cellSpellings } from './cell.ts';
import { locationSpellings } from './location.ts';
import { emailSpellings } from './email.ts';
import type { Spellings } from './form.ts';
import { androidIdSpellings, deviceIdSpellings, macSpellings, uuidSpellings } from './hexadecimal.ts';
import { HANDSET_CLASSES } from './handset-classes.ts';
import { imeiSpellings } from './imei.ts';
import { nameSpellings } from './name.ts';
import { iccidSpellings, imsiSpellings } from './number.ts';
import { phoneSpellings } from './phone.ts';
import { isPlaceholder } from './placeholder.ts';
import { labelSpellings, packageSpellings, plainSpellings } from './plain.ts';
import { textSpellings } from './text.ts';

const NOTHING: Spellings = { forms: [], inputs: [], inversionCandidates: null };

/** Classes whose values have a family of their own; all others have one way to be written. */
const FAMILIES: ReadonlyMap<DataClass, (value: string) => Spellings> = new Map<
  DataClass,
  (value: string) => Spellings
>([
  ['imei', imeiSpellings],
  ['imsi', imsiSpellings],
  ['iccid', iccidSpellings],
  ['android_id', androidIdSpellings],
  ['gaid', uuidSpellings],
  ['mac', macSpellings],
  ['bssid', macSpellings],
  ['device_id', deviceIdSpellings],
  ['contact.name', nameSpellings],
  ['contact.email', emailSpellings],
  ['email', emailSpellings],
  ['sms.body', textSpellings],
  ['ip', ipSpellings],
  ['location', locationSpellings],
  ['cell', cellSpellings],
  ['installed_apps', packageSpellings],
  ['ssid', labelSpellings],
  ['operator', labelSpellings],
]);

/** Classes in which any text is a value. */
const FREE_TEXT: ReadonlySet<DataClass> = new Set<DataClass>(['sms.body', 'contact.name']);

// What is hashed as it stands needs no other name.
const plainlyNamed = (spellings: Spellings, value: string): Spellings => ({
  ...spellings,
  inputs: spellings.inputs.map((input) => (input.content === value ? { ...input, recipe: 'plain' } : input)),
});

/** Classes whose values scripts hash one at a time, with the newline that `echo` puts behind them. */
const HASHED_AS_LINES: ReadonlySet<DataClass> = new Set<DataClass>([
  ...HANDSET_CLASSES,
  'phone.own',
  'email',
]);

const withLine = (spellings: Spellings, { class: dataClass, value }: Canary): Spellings =>
  HASHED_AS_LINES.has(dataClass)
    ? { ...spellings, inputs: [...spellings.inputs, { content: `${value}\n`, recipe: 'line' }] }
    : spellings;

/** Every way in which a known value may be written, and what may have been hashed. Nothing for placeholders. */
export const spellingsOf = (canary: Canary): Spellings => {
  const { class: dataClass, value, region } = canary;
  if (!FREE_TEXT.has(dataClass) && isPlaceholder(value)) return NOTHING;
  if (PHONE_CLASSES.has(dataClass))
    return withLine(plainlyNamed(phoneSpellings(value, region), value), canary);
  const own = plainlyNamed((FAMILIES.get(dataClass) ?? plainSpellings)(value), value);
  // A value that is not of its class's form is still a value: an account that stands as an IMEI, say.
  return withLine(own.forms.length > 0 ? own : plainSpellings(value), canary);
};
