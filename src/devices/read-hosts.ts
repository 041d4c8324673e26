import { hostsSchema, type Hosts } from '#model/hosts';
import { deviceFile } from './device-files.ts';
import { readYaml, type Reading } from './read-yaml.ts';

/** The host table; without a file the shipped one. @throws Failure as readYaml. */
export const readHosts = (file: string = deviceFile('hosts.yaml')): Promise<Reading<Hosts>> =>
  readYaml(file, { name: 'hosts', schema: hostsSchema });
