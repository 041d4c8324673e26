import { z } from 'zod';
import { type DataClass, dataClassSchema, PUBLIC_CLASSES } from './data-class.ts';

const regionSchema = z.string().regex(/^[A-Z]{2}$/, 'a region is two capital letters, such as IN');

const bare = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** An id stands in every report, where no raw value may; short values are too common to tell. */
const SHORTEST_TOLD = 5;
type Named = { readonly id: string; readonly class: DataClass; readonly value: string };
const isIdWithValue = ({ id, class: kind, value }: Named): boolean =>
  !PUBLIC_CLASSES.has(kind) && bare(value).length >= SHORTEST_TOLD && bare(id).includes(bare(value));

/**
 * A value known to be on the phone. `value` is raw: it stays in the capture and in the core.
 * Shapes by class: imei 15 digits · phone classes E.164 or national with `region` · mac, bssid any separators ·
 * location "latitude,longitude" in decimal degrees · installed_apps one package name per canary.
 */
export const canarySchema = z
  .strictObject({
    id: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/, 'an id is 1 to 80 letters, digits, dots, dashes'),
    class: dataClassSchema,
    value: z.string().min(1).max(100_000),
    /** ISO 3166-1 alpha-2; the country of a national phone number. */
    region: regionSchema.optional(),
    /** How the value came to be known: `planted`, `getprop ro.ril.miui.imei0`, `operator entry`, … */
    source: z.string().max(400).optional(),
    /** The steps that entered it, in order; none for what the handset held before. */
    steps: z.array(z.string().max(120)).optional(),
  })
  .refine((canary) => !isIdWithValue(canary), {
    path: ['id'],
    message: 'an id must not hold its value: it stands in every report',
  });
export type Canary = Readonly<z.infer<typeof canarySchema>>;

const uniqueIds = (canaries: readonly { id: string }[], context: z.RefinementCtx): void => {
  const seen = new Set<string>();
  canaries.forEach(({ id }, index) => {
    if (seen.has(id))
      context.addIssue({ code: 'custom', path: [index, 'id'], message: 'this id stands twice in the file' });
    seen.add(id);
  });
};

/** A list of canaries with unique ids. */
export const canariesSchema = z.array(canarySchema).max(200_000).superRefine(uniqueIds);

/** A canaries file, JSON or YAML: the bare list, or the list with the region of all its national numbers. */
export const canariesFileSchema = z.union([
  canariesSchema,
  z.strictObject({ region: regionSchema.optional(), canaries: canariesSchema }),
]);
