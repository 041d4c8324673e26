import { z } from 'zod';
import { consentStateSchema, purposeSchema } from './consent.ts';
import { durationMsSchema, packageNameSchema, twinTrapsSchema } from './twin-traps.ts';

/** Every event of a twin that firmware can wait for. */
const TWIN_EVENT_NAMES = [
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
  'unbase64',
  'hex',
  'unhex',
  'url',
  'json-string',
  'upper',
  'lower',
  'digits',
  'sha1',
  'sha256',
  'md5',
]);
export type TwinEncoding = z.infer<typeof encodingSchema>;

const templated = z.string().max(20_000);
const fieldName = z.string().max(80);
const keyed = z.strictObject({
  /** Cipher by its Node name. key and iv are templates whose bytes are taken as they are: `{seed|md5|hex|take:16}`. */
  cipher: z.enum(['aes-128-cbc', 'aes-128-ecb', 'aes-256-cbc', 'rc4']),
  key: templated,
  iv: templated.optional(),
  /** Bytes of rc4's key stream that are thrown away first. */
  drop: z.number().int().nonnegative().max(4096).optional(),
});
/** The bytes become one field of a form; the others stand in `with`. */
const wrapped = z.strictObject({ form: fieldName, with: z.record(fieldName, templated).optional() });

/** Innermost first. */
const chainSchema = z.array(z.union([encodingSchema, keyed, wrapped])).max(20);
export type TwinChain = Readonly<z.infer<typeof chainSchema>>;

/** What bytes made elsewhere carry: a value by its name in templates, and what was done to it. */
const carriedSchema = z.strictObject({ value: fieldName, encode: z.array(z.string().max(80)) });

/** The body before encoding: a template, a JSON value of templates, form fields, or bytes kept in base64. */
const bodySchema = z.union([
  z.strictObject({ text: templated }),
  z.strictObject({ json: z.json() }),
  z.strictObject({ form: z.record(fieldName, templated) }),
  z.strictObject({
    base64: z.base64().max(400_000),
    /** The programs that made the bytes; test/twin/firmware/fixed-bodies.ts makes them again. */
    madeBy: z.string().max(400),
    carries: z.array(carriedSchema).max(100),
  }),
]);
export type TwinBody = Readonly<z.infer<typeof bodySchema>>;

/** One request as it leaves. Templates hold `{contact.number}` or `{imei|sha1|base64url|take:16}`. */
const twinRequestSchema = z.strictObject({
  transport: z.enum(['http', 'https']),
  host: z.string().max(300),
  port: z.number().int().min(1).max(65_535).optional(),
  http2: z.boolean().default(false),
  method: z.string().regex(/^[A-Z]{3,10}$/),
  path: templated,
  query: z.record(fieldName, templated).optional(),
  headers: z.record(fieldName, templated).default({}),
  body: bodySchema.optional(),
  /** Chain over the whole body. */
  encode: chainSchema.default([]),
});
export type TwinRequest = Readonly<z.infer<typeof twinRequestSchema>>;

/** Values that a flow makes for its own templates; each may name those before it. */
const valuesSchema = z.record(
  z.string().regex(/^[a-z][a-zA-Z0-9]{0,39}$/, 'a name of letters and digits'),
  z.union([templated, z.strictObject({ of: bodySchema, encode: chainSchema.default([]) })]),
);

/** What is sent together as `{items}`, one JSON array: events as they came, or all rows of a table as it then is. */
const batchSchema = z.strictObject({
  of: z.enum(['events', 'contacts', 'messages', 'calls']).default('events'),
  maxItems: z.number().int().positive().max(1000),
  /** From the first item, or from the event for a table. */
  afterMs: durationMsSchema,
  /** A JSON value of templates; without it an item holds the event's fields. */
  item: z.json().optional(),
});

/** Trusting no certificate but the vendor's: any other is refused by alert, or by closing after the handshake. */
const pinSchema = z.enum(['none', 'alert', 'close']);
export type TwinPin = z.infer<typeof pinSchema>;

/** One behaviour of a firmware: on an event, under a consent, it sends something. */
const twinFlowSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/),
  /** The package that sends it; decides uid and which certificate store it trusts. */
  app: packageNameSchema,
  trigger: z.strictObject({
    event: z.union([z.enum(TWIN_EVENT_NAMES), z.array(z.enum(TWIN_EVENT_NAMES)).min(1).max(20)]),
    /** Fields of the event that must have these values. */
    where: z.record(fieldName, z.string().max(400)).optional(),
  }),
  /** Without it the flow does not ask. */
  consent: z.strictObject({ purpose: purposeSchema, states: z.array(consentStateSchema).min(1) }).optional(),
  /** When consent and sign-in are looked at: as the event happens, or only as the request leaves. */
  consentAt: z.enum(['event', 'send']).default('event'),
  signedIn: z.boolean().optional(),
  delayMs: durationMsSchema.default(0),
  /** Send again and again after the first time. */
  repeat: z
    .strictObject({
      everyMs: durationMsSchema.min(1000),
      times: z.number().int().positive().max(1000),
    })
    .optional(),
  batch: batchSchema.optional(),
  retry: z
    .strictObject({ times: z.number().int().nonnegative().max(20), afterMs: durationMsSchema })
    .default({ times: 0, afterMs: 0 }),
  pin: pinSchema.default('none'),
  honoursProxy: z.boolean().default(true),
  values: valuesSchema.default({}),
  send: z.union([
    z.strictObject({ request: twinRequestSchema }),
    /** A message that the owner does not see, unless `shown` puts it among the sent ones. */
    z.strictObject({
      sms: z.strictObject({ to: templated, text: templated, shown: z.boolean().default(false) }),
    }),
  ]),
});
export type TwinFlow = Readonly<z.infer<typeof twinFlowSchema>>;

const uniqueFlows = (flows: readonly { readonly id: string }[], context: z.RefinementCtx): void => {
  const seen = new Set<string>();
  flows.forEach(({ id }, index) => {
    if (seen.has(id))
      context.addIssue({ code: 'custom', path: [index, 'id'], message: 'this id stands twice in the file' });
    seen.add(id);
  });
};

/** devices/twins/<codename>@<firmware>.yaml: what a firmware sends where, in which form, on which event. */
export const twinFirmwareSchema = z.strictObject({
  twinVersion: z.literal(1),
  /** Codename of the twin handset file. */
  handset: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/),
  firmware: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,59}$/),
  title: z.string().max(4000),
  /** Where what it does is described. */
  source: z.string().max(2000).optional(),
  /** A firmware of the same handset whose addresses and flows it has too, before its own. */
  extends: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{0,59}$/)
    .optional(),
  /** In place of the handset file's. */
  buildType: z.enum(['user', 'userdebug']).optional(),
  traps: twinTrapsSchema.default({}),
  /** Apps that pin in every flow of theirs. */
  pins: z.record(packageNameSchema, pinSchema).default({}),
  /** Host → IPv4 or IPv6 address that it is said to have. No other name is known on the twin's network. */
  addresses: z.record(z.string().max(300), z.union([z.ipv4(), z.ipv6()])).default({}),
  flows: z.array(twinFlowSchema).max(500).superRefine(uniqueFlows),
});
export type TwinFirmware = Readonly<z.infer<typeof twinFirmwareSchema>>;
