import { canariesFileSchema, type Canary } from '#model/canary';
import { PHONE_CLASSES } from '#model/data-class';
import { readYaml } from './read-yaml.ts';

/**
 * The values known to be on the phone, each telephone number with a region where one is known: its own, else the
 * file's, else `region` (ISO 3166-1 alpha-2). @throws Failure as readYaml, repeating nothing of the file's text.
 */
export const readCanaries = async (file: string, region?: string): Promise<readonly Canary[]> => {
  const { value } = await readYaml(file, { name: 'canaries', schema: canariesFileSchema, isPrivate: true });
  const content = 'canaries' in value ? value : { region: undefined, canaries: value };
  const regionOfAll = content.region ?? region;
  return content.canaries.map((canary): Canary => {
    const needsRegion = canary.region === undefined && PHONE_CLASSES.has(canary.class);
    return needsRegion && regionOfAll !== undefined ? { ...canary, region: regionOfAll } : canary;
  });
};
