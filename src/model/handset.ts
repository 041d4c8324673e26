import { z } from 'zod';
import { consentStateSchema, purposeSchema } from './consent.ts';
import { dataClassSchema } from './data-class.ts';

const nameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,59}$/, 'a name is kebab-case, at most 60 characters, such as new-contact');
const source = z.string().min(1).max(600);
/** Text with places for values: `{contact.name}`, `{contact.number}`, `{message.text}`, `{peer.number}`, … */
const templateSchema = z.string().min(1).max(2000);

/** How Appium finds an element. `text` and `desc` are whole labels; `|` parts alternatives in several languages. */
const LOCATOR_KINDS = ['id', 'text', 'desc', 'hint', 'class', 'xpath', 'uiautomator'] as const;

const locatorSchema = z.strictObject({
  by: z.enum(LOCATOR_KINDS),
  value: z.string().min(1).max(1000),
  source,
});
export type Locator = Readonly<z.infer<typeof locatorSchema>>;

const appSchema = z.strictObject({
  /** `package/.Activity`; the first that starts is taken. */
  activities: z
    .array(z.string().regex(/^[\w.]+\/[\w.$]+$/, 'package/.Activity'))
    .min(1)
    .max(8),
  source,
});

/** One thing a finger or an eye does. */
const moveSchema = z.union([
  z.strictObject({ open: nameSchema }),
  z.strictObject({ tap: nameSchema, optional: z.boolean().optional() }),
  z.strictObject({ type: nameSchema, text: templateSchema, optional: z.boolean().optional() }),
  /** Types digits on the dial pad: elements `digit-0` … `digit-9`, `digit-star`, `digit-hash`. */
  z.strictObject({ dial: templateSchema }),
  z.strictObject({ expect: nameSchema }),
  /** Sets a check box or switch, after reading its state. */
  z.strictObject({ toggle: nameSchema, to: z.enum(['on', 'off']) }),
  z.strictObject({ back: z.int().min(1).max(10) }),
]);
export type Move = Readonly<z.infer<typeof moveSchema>>;
const movesSchema = z.array(moveSchema).min(1).max(60);

const readBackSchema = z.strictObject({
  table: z.enum(['secure', 'global', 'system']),
  key: z.string().regex(/^[\w.-]{1,120}$/),
  /** Values that mean consent; `null` stands for an unset key. */
  accepted: z.array(z.string()).min(1),
  refused: z.array(z.string()).min(1),
  source,
});
export type ReadBack = Readonly<z.infer<typeof readBackSchema>>;

const consentSchema = z.strictObject({
  /** The words the owner is shown. */
  notice: z.string().min(1).max(4000),
  source,
  /** How each choice is made; a choice that stands nowhere cannot be made on this model. */
  choices: z.partialRecord(consentStateSchema.exclude(['before-choice']), movesSchema),
  readBack: readBackSchema.optional(),
});
export type HandsetConsent = Readonly<z.infer<typeof consentSchema>>;

/** Where an identifier is read. `key` is a property, a settings key or a dumpsys service. */
const identifierSchema = z.strictObject({
  class: dataClassSchema,
  from: z.enum(['getprop', 'settings-secure', 'settings-global', 'service-call', 'dumpsys', 'screen']),
  key: z.string().min(1).max(200),
  source,
});

/** devices/handsets/<codename>.yaml: one model of handset, and how it is driven. */
export const handsetSchema = z.strictObject({
  handsetVersion: z.literal(1),
  codename: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'a codename is kebab-case'),
  /** Another handset file whose entries hold where this one is silent. */
  extends: z.string().optional(),
  brand: z.string().min(1).max(120),
  name: z.string().min(1).max(120),
  /** Values of ro.product.device that this file is for. */
  devices: z.array(z.string().min(1)).max(40),
  driver: z.enum(['uiautomator2', 'adb']),
  apiLevels: z.strictObject({ from: z.int().min(16).max(100), to: z.int().min(16).max(100) }),
  /** True only when every intention was run on a real one. */
  tested: z.boolean(),
  notes: z.array(z.string().max(1000)).max(40).default([]),
  apps: z.record(nameSchema, appSchema).default({}),
  /** Element → locators in the order in which they are tried. */
  screens: z.record(nameSchema, z.array(locatorSchema).min(1).max(12)).default({}),
  /** Elements of screens that may cover any other: tapped away when an element cannot be found. */
  interruptions: z.array(nameSchema).max(40).default([]),
  /** What a scenario may ask for → how it is done here. */
  intentions: z.record(nameSchema, movesSchema).default({}),
  consents: z.record(purposeSchema, consentSchema).default({}),
  identifiers: z.array(identifierSchema).max(100).default([]),
});
export type Handset = Readonly<z.infer<typeof handsetSchema>>;
