import { readFileSync } from 'node:fs';
import { z } from 'zod';

const packageSchema = z.object({ name: z.string(), version: z.string() });

/** Name and version of this program, as its package.json has them. */
export const readPackageFacts = (): { readonly name: string; readonly version: string } => {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return packageSchema.parse(JSON.parse(text));
};
