import { z } from 'zod';
import { consentStateSchema, purposeSchema } from './consent.ts';

const text = z.string().max(4000);
const packageName = z.string().regex(/^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)+$/, 'a package name');
const digits = (shape: RegExp, what: string): z.ZodString => z.string().regex(shape, what);
const port = z.number().int().min(1).max(65_535);
const durationMs = z
  .number()
  .int()
  .nonnegative()
  .max(30 * 24 * 3_600_000);

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

const trapShape = z.strictObject({
  /** "USB debugging (Security settings)" is off: no settings writes, input, grants or app operations. */
  securitySettingsOff: z.boolean(),
  /** "Install via USB" asks on a screen and refuses when nobody answers in time. */
  installAsks: z.boolean(),
  installAskTimeoutMs: durationMs,
  /** The host's key is never accepted: `unauthorized`. */
  unauthorized: z.boolean(),
  /** `service call iphonesubinfo` answers with a SecurityException. */
  subscriberInfoRefused: z.boolean(),
  callLogRefused: z.boolean(),
  /** `settings delete global http_proxy` works only from the next boot. */
  proxyDeleteNeedsReboot: z.boolean(),
  /** The clock of the handset minus that of the host. */
  clockSkewMs: z.number().int(),
  /** `screencap` prints a FORTIFY line before the picture. */
  screencapNoise: z.boolean(),
  /** No adb features: shell without exit codes, as up to Android 6. */
  legacyAdb: z.boolean(),
  /** Run-time permissions are asked for on a screen when an app is opened first. */
  asksPermissions: z.boolean(),
  /** A lock PIN that stands before certificates are installed and after each boot. */
  lockPin: digits(/^\d{4,8}$/, '4 to 8 digits').nullable(),
});
export type TwinTraps = Readonly<z.infer<typeof trapShape>>;

/** The ways in which real handsets refuse or mislead a harness; what a file leaves out is as in `NO_TRAPS`. */
const twinTrapsSchema = trapShape.partial();

/** A helpful handset; its only trap is one that all share. */
export const NO_TRAPS: TwinTraps = {
  securitySettingsOff: false,
  installAsks: false,
  installAskTimeoutMs: 10_000,
  unauthorized: false,
  subscriberInfoRefused: false,
  callLogRefused: false,
  proxyDeleteNeedsReboot: true,
  clockSkewMs: 0,
  screencapNoise: false,
  legacyAdb: false,
  asksPermissions: false,
  lockPin: null,
};

const settingRows = z.record(z.string(), z.string().max(4000));

/** One pre-installed application. */
const twinPackageSchema = z.strictObject({
  name: packageName,
  versionName: z.string().max(80),
  versionCode: z.number().int().nonnegative(),
  /** Shared by several packages on MIUI (1000, 1002). */
  uid: z.number().int().min(1000),
  targetSdk: z.number().int().min(1).max(100),
  system: z.boolean().default(true),
  /** It opts in to user certificates in its network security configuration. */
  trustsUserCa: z.boolean().default(false),
  sharedUser: packageName.optional(),
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

/** Every event of a twin that firmware can wait for. */
export const TWIN_EVENT_NAMES = [
  'boot',
  'unlock',
  'screen-on',
  'screen-off',
  'wizard.finished',
  'account.signed-in',
  'account.signed-out',
  'consent.changed',
  'contact.added',
  'contact.opened',
  'sms.sent',
  'sms.received',
  'sms.thread-opened',
  'call.started',
  'call.received',
  'call.ended',
  'app.opened',
  'app.installed',
  'browser.visited',
  'wifi.connected',
] as const;
export type TwinEventName = (typeof TWIN_EVENT_NAMES)[number];

/** A step of an encoding chain, applied left to right to the body or to one template value. */
const encodingSchema = z.enum([
  'gzip',
  'deflate',
  'brotli',
  'base64',
  'base64url',
  'hex',
  'url',
  'json-string',
  'sha1',
  'sha256',
  'md5',
]);

const templated = z.string().max(20_000);
const keyed = z.strictObject({
  /** Cipher by its Node name; key and iv are templates whose value is hex. */
  cipher: z.enum(['aes-128-cbc', 'aes-128-ecb', 'aes-256-cbc', 'rc4']),
  key: templated,
  iv: templated.optional(),
});
const wrapped = z.strictObject({ form: z.string().max(80) });

/** The body before encoding: a template, a JSON value of templates, form fields, or bytes kept in base64. */
const bodySchema = z.union([
  z.strictObject({ text: templated }),
  z.strictObject({ json: z.json() }),
  z.strictObject({ form: z.record(z.string().max(80), templated) }),
  z.strictObject({ base64: z.string().max(400_000) }),
]);

/** One request as it leaves. Templates hold `{contact.number}` or `{imei|sha1|base64url|take:16}`. */
const twinRequestSchema = z.strictObject({
  transport: z.enum(['http', 'https']),
  host: z.string().max(300),
  port: port.optional(),
  http2: z.boolean().default(false),
  method: z.string().regex(/^[A-Z]{3,10}$/),
  path: templated,
  query: z.record(z.string().max(80), templated).optional(),
  headers: z.record(z.string().max(80), templated).default({}),
  body: bodySchema.optional(),
  /** Chain over the whole body, innermost first. */
  encode: z.array(z.union([encodingSchema, keyed, wrapped])).default([]),
});

/** One behaviour of a firmware: on an event, under a consent, it sends something. */
const twinFlowSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/),
  /** The package that sends it; decides uid and which certificate store it trusts. */
  app: packageName,
  trigger: z.strictObject({
    event: z.enum(TWIN_EVENT_NAMES),
    /** Fields of the event that must have these values. */
    where: z.record(z.string().max(80), z.string().max(400)).optional(),
  }),
  /** Without it the flow does not ask. */
  consent: z.strictObject({ purpose: purposeSchema, states: z.array(consentStateSchema).min(1) }).optional(),
  /** When consent is looked at: as the event happens, or only as the request leaves. */
  consentAt: z.enum(['event', 'send']).default('event'),
  signedIn: z.boolean().optional(),
  delayMs: durationMs.default(0),
  /** Send again and again after the first time. */
  repeat: z
    .strictObject({ everyMs: durationMs.min(1000), times: z.number().int().positive().max(1000) })
    .optional(),
  /** Keep events and send them together, as `{items}`, one JSON array. */
  batch: z.strictObject({ maxItems: z.number().int().positive().max(1000), afterMs: durationMs }).optional(),
  retry: z
    .strictObject({ times: z.number().int().nonnegative().max(20), afterMs: durationMs })
    .default({ times: 0, afterMs: 0 }),
  pin: z.enum(['none', 'alert', 'close']).default('none'),
  honoursProxy: z.boolean().default(true),
  send: z.union([
    z.strictObject({ request: twinRequestSchema }),
    z.strictObject({ sms: z.strictObject({ to: templated, text: templated }) }),
  ]),
});

/** devices/twins/<codename>@<firmware>.yaml: what a firmware sends where, in which form, on which event. */
export const twinFirmwareSchema = z.strictObject({
  twinVersion: z.literal(1),
  /** Codename of the twin handset file. */
  handset: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/),
  firmware: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,59}$/),
  title: text,
  /** In place of the handset file's. */
  buildType: z.enum(['user', 'userdebug']).optional(),
  traps: twinTrapsSchema.default({}),
  /** Host → IPv4 or IPv6 address that it is said to have. */
  addresses: z.record(z.string().max(300), z.union([z.ipv4(), z.ipv6()])).default({}),
  flows: z.array(twinFlowSchema).max(500),
});
export type TwinFirmware = Readonly<z.infer<typeof twinFirmwareSchema>>;

/** A whole twin, both files together. */
export const twinSchema = z.strictObject({ handset: twinHandsetSchema, firmware: twinFirmwareSchema });
export type Twin = Readonly<z.infer<typeof twinSchema>>;
