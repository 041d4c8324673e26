import { access } from 'node:fs/promises';
import { Failure } from '#model/failure';
import { deviceFile } from './device-files.ts';
import { listDevices } from './list-devices.ts';

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

/**
 * The file that a name stands for: a path, where it looks like one, else a shipped file of that name.
 * @throws Failure `not-found` with the names there are
 */
export const namedFile = async (folder: 'handsets' | 'scenarios', name: string): Promise<string> => {
  if (/[/\\]|\.(?:ya?ml|json)$/u.test(name)) return name;
  const file = deviceFile(folder, `${name}.yaml`);
  if (/^[\w@.-]+$/u.test(name) && (await exists(file))) return file;
  const names = await listDevices(folder);
  throw new Failure('not-found', `there is no "${name.slice(0, 80)}" among the ${folder}`, {
    remedy: `take one of ${names.join(', ')}, or give the path of a file`,
  });
};
