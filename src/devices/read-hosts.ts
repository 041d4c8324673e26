import { hostsSchema, type Hosts } from '#model/hosts';
import { deviceFile } from './device-files.ts';
import { readYaml } from './read-yaml.ts';

/** The host table; without a file the shipped one. @throws Failure as readYaml. */
export const readHosts = async (file: string = deviceFile('hosts.yaml')): Promise<Hosts> =>
  (await readYaml(file, { name: 'hosts', schema: hostsSchema })).value;
