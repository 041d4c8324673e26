import { readdir } from 'node:fs/promises';
import { deviceFile } from './device-files.ts';

/** The names of the shipped YAML files of a folder of `devices`, without ending, sorted. */
export const listDevices = async (folder: 'handsets' | 'scenarios'): Promise<readonly string[]> =>
  (await readdir(deviceFile(folder)))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
    .sort();
