import { policySchema, reviewSchema, type Policy, type Review } from '#model/policy';
import { deviceFile } from './device-files.ts';
import { readYaml } from './read-yaml.ts';

/** A policy; without a file the shipped default. @throws Failure as readYaml. */
export const readPolicy = async (file: string = deviceFile('policies', 'default.yaml')): Promise<Policy> =>
  (await readYaml(file, { name: 'policy', schema: policySchema })).value;

/** A review file: what people decided about groups of findings. @throws Failure as readYaml. */
export const readReview = async (file: string): Promise<Review> =>
  (await readYaml(file, { name: 'review', schema: reviewSchema })).value;
