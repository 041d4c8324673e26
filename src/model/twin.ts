import { z } from 'zod';
import { purposeSchema } from './consent.ts';
import { packageNameSchema, twinTrapsSchema } from './twin-traps.ts';
import { twinFirmwareSchema } from './twin-firmware.ts';

const text = z.string().max(4000);
const digits = (shape: RegExp, what: string): z.ZodString => z.string().regex(shape, what);

/** The tables of `settings`. */
export const SETTINGS_TABLES = ['global', 'secure', 'system'] as const;
export type SettingsTable = (typeof SETTINGS_TABLES)[number];

const imei = digits(/^\d{15}$/, 'an IMEI has 15 digits');
const mac = digits(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/, 'a MAC address is six lower-case hex pairs');

/** What identifies one handset and its SIM; synthetic only. */
const twinIdentifiersSchema = z.strictObject({
  imei: z.array(imei).min(1).max(2),
  /** 14 digits; absent on models without it. */
  meid: digits(/^\d{14}$/, 'a MEID of 14 digits').optional(),
  imsi: digits(/^\d{14,15}$/, 'an IMSI has 14 or 15 digits'),
  iccid: digits(/^\d{19,20}$/, 'an ICCID has 19 or 20 digits'),
  /** E.164. */
  phoneNumber: digits(/^\+\d{7,15}$/, 'E.164'),
  /** `ro.serialno`: 8 hex, 12 hex or 16 letters and digits. */
  serial: digits(/^[0-9A-Za-z]{8,16}$/, '8 to 16 letters and digits'),
  androidId: digits(/^[0-9a-f]{16}$/, '16 hex digits'),
  gaid: z.uuid(),
  wifiMac: mac,
  bluetoothMac: mac,
});

/** One row of `consents`: a toggle or notice of the handset and the setting that holds its state. */
export const twinConsentSchema = z.strictObject({
  purpose: purposeSchema,
  title: text,
  /** The notice as the handset words it. */
  notice: text,
  setting: z.strictObject({
    table: z.enum(SETTINGS_TABLES),
    key: z.string().max(120),
    on: z.string().max(40),
    off: z.string().max(40),
    /** Value before any choice; null: no row. */
    unset: z.string().max(40).nullable(),
  }),
});
export type TwinConsent = Readonly<z.infer<typeof twinConsentSchema>>;

const settingRows = z.record(z.string(), z.string().max(4000));

/** One pre-installed application. */
const twinPackageSchema = z.strictObject({
  name: packageNameSchema,
  versionName: z.string().max(80),
  versionCode: z.number().int().nonnegative(),
  /** Shared by several packages on MIUI (1000, 1002). */
  uid: z.number().int().min(1000),
  targetSdk: z.number().int().min(1).max(100),
  system: z.boolean().default(true),
  /** It opts in to user certificates in its network security configuration. */
  trustsUserCa: z.boolean().default(false),
  sharedUser: packageNameSchema.optional(),
});

/** devices/twins/<codename>.yaml: the handset that a twin plays, without what its firmware sends. */
export const twinHandsetSchema = z.strictObject({
  twinHandsetVersion: z.literal(1),
  codename: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/),
  brand: text,
  manufacturer: text,
  model: text,
  marketingName: text,
  /** `ro.product.device` and `ro.product.name`. */
  device: z.string().max(80),
  productName: z.string().max(80),
  androidVersion: z.string().max(20),
  apiLevel: z.number().int().min(18).max(40),
  buildId: z.string().max(80),
  /** `ro.build.version.incremental`, such as V14.0.1.0.TXXMIXM. */
  incremental: z.string().max(80),
  /** `userdebug` lets `adb root` and `remount` work. */
  buildType: z.enum(['user', 'userdebug']),
  region: z.string().regex(/^[A-Z]{2}$/),
  locale: z.string().max(20),
  timeZone: z.string().max(60),
  screen: z.strictObject({
    width: z.number().int().min(200).max(5000),
    height: z.number().int().min(200).max(5000),
    density: z.number().int().min(100).max(1000),
  }),
  identifiers: twinIdentifiersSchema,
  operator: z.strictObject({
    name: text,
    numeric: digits(/^\d{5,6}$/, 'MCC and MNC'),
    country: z.string().regex(/^[a-z]{2}$/),
    smsCentre: digits(/^\+\d{7,15}$/, 'E.164'),
    cellId: z.number().int().positive(),
    areaCode: z.number().int().positive(),
  }),
  wifi: z.strictObject({ ssid: text, bssid: mac, address: z.ipv4() }),
  /** Decimal degrees. */
  location: z.strictObject({ latitude: z.number(), longitude: z.number() }),
  /** The owner's account at the vendor; the sign-in screen accepts it and no other. */
  account: z.strictObject({ id: digits(/^\d{6,15}$/, 'digits'), password: text, email: z.email() }),
  consents: z.array(twinConsentSchema).max(40),
  packages: z.array(twinPackageSchema).max(1000),
  /** Added to the properties that follow from the facts above, or in their place. */
  properties: z.record(z.string().max(120), z.string().max(2000)).default({}),
  settings: z.strictObject({ global: settingRows, secure: settingRows, system: settingRows }),
  traps: twinTrapsSchema.default({}),
});
export type TwinHandset = Readonly<z.infer<typeof twinHandsetSchema>>;

/** A whole twin, both files together. */
export const twinSchema = z.strictObject({ handset: twinHandsetSchema, firmware: twinFirmwareSchema });
export type Twin = Readonly<z.infer<typeof twinSchema>>;

/** The property by which a twin says that it is one, `codename@firmware`: what it sends must never leave the machine. */
export const TWIN_PROPERTY = 'ro.phonehome.twin';
