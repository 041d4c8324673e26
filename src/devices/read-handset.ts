import { dirname, join } from 'node:path';
import { Failure } from '#model/failure';
import { handsetSchema, type Handset } from '#model/handset';
import { readYaml } from './read-yaml.ts';

const KIND = { name: 'handset', schema: handsetSchema };
const MAX_ANCESTORS = 5;

/** What the file says, and where it is silent what the one that it extends says; entries are replaced whole. */
const over = (own: Handset, base: Handset): Handset => ({
  ...base,
  ...own,
  apps: { ...base.apps, ...own.apps },
  screens: { ...base.screens, ...own.screens },
  interruptions: own.interruptions.length > 0 ? own.interruptions : base.interruptions,
  intentions: { ...base.intentions, ...own.intentions },
  consents: { ...base.consents, ...own.consents },
  identifiers: own.identifiers.length > 0 ? own.identifiers : base.identifiers,
});

/**
 * A handset file, with those that it extends: files beside it, by codename.
 * @throws Failure as readYaml, and `not-valid` for files that extend each other without end.
 */
export const readHandset = async (file: string): Promise<Handset> => {
  let { value } = await readYaml(file, KIND);
  for (let ancestors = 0; value.extends !== undefined; ancestors += 1) {
    if (ancestors === MAX_ANCESTORS)
      throw new Failure('not-valid', 'handset files extend each other without end', { place: { file } });
    const { extends: codename, ...own } = value;
    const base = (await readYaml(join(dirname(file), `${codename}.yaml`), KIND)).value;
    value = over(own, base);
  }
  return value;
};
