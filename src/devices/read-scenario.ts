import { scenarioSchema, type Scenario } from '#model/scenario';
import { readYaml, type Reading } from './read-yaml.ts';

/** A scenario file, with its SHA-256 for the record. @throws Failure as readYaml. */
export const readScenario = (file: string): Promise<Reading<Scenario>> =>
  readYaml(file, { name: 'scenario', schema: scenarioSchema });
