import { labSchema, type Lab } from '#model/lab';
import { readYaml } from './read-yaml.ts';

/** What only the operator knows. @throws Failure as readYaml, repeating nothing of the file's text. */
export const readLab = async (file: string): Promise<Lab> =>
  (await readYaml(file, { name: 'lab', schema: labSchema, isPrivate: true })).value;
