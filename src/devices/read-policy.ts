import { policySchema, reviewSchema, type Policy, type Review } from '#model/policy';
import { deviceFile } from './device-files.ts';
import { readYaml, type Reading } from './read-yaml.ts';

/** A policy; without a file the shipped default. @throws Failure as readYaml. */
export const readPolicy = (file: string = deviceFile('policies', 'default.yaml')): Promise<Reading<Policy>> =>
  readYaml(file, { name: 'policy', schema: policySchema });

/** A review file: what people decided about groups of findings. @throws Failure as readYaml. */
export const readReview = (file: string): Promise<Reading<Review>> =>
  readYaml(file, { name: 'review', schema: reviewSchema });
