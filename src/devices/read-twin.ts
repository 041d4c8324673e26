import { readdir } from 'node:fs/promises';
import { Failure } from '#model/failure';
import { type Twin, type TwinHandset, twinHandsetSchema } from '#model/twin';
import { type TwinFirmware, twinFirmwareSchema } from '#model/twin-firmware';
import { deviceFile } from './device-files.ts';
import { readYaml } from './read-yaml.ts';

const HANDSET = { name: 'twin-handset', schema: twinHandsetSchema };
const FIRMWARE = { name: 'twin-firmware', schema: twinFirmwareSchema };
const MAX_ANCESTORS = 5;
const NAME = /^([a-z0-9][a-z0-9-]{0,59})@([a-z0-9][a-z0-9.-]{0,59})$/;

/** The names of the shipped twins, `<codename>@<firmware>`, sorted. */
export const listTwins = async (folder: string = deviceFile('twins')): Promise<readonly string[]> => {
  const names = (await readdir(folder)).map((name) => name.replace(/\.yaml$/, ''));
  return names.filter((name) => NAME.test(name)).sort();
};

/** Where the firmware is silent, the one that it extends speaks; flows and addresses of both hold. */
const over = (own: TwinFirmware, base: TwinFirmware): TwinFirmware => ({
  ...base,
  ...own,
  traps: { ...base.traps, ...own.traps },
  pins: { ...base.pins, ...own.pins },
  addresses: { ...base.addresses, ...own.addresses },
  flows: [...base.flows.filter(({ id }) => own.flows.every((flow) => flow.id !== id)), ...own.flows],
});

const fileOf = (folder: string, codename: string, firmware: string): string =>
  `${folder}/${codename}@${firmware}.yaml`;

const readFirmware = async (folder: string, codename: string, name: string): Promise<TwinFirmware> => {
  const file = fileOf(folder, codename, name);
  let { value } = await readYaml(file, FIRMWARE);
  if (value.handset !== codename || value.firmware !== name)
    throw new Failure('not-valid', "handset and firmware are not those of the file's name", {
      place: { file },
      remedy: 'name the file <handset>@<firmware>.yaml',
    });
  for (let ancestors = 0; value.extends !== undefined; ancestors += 1) {
    if (ancestors === MAX_ANCESTORS)
      throw new Failure('not-valid', 'firmware files extend each other without end', { place: { file } });
    const { extends: base, ...own } = value;
    value = over(own, (await readYaml(fileOf(folder, codename, base), FIRMWARE)).value);
  }
  return value;
};

const readHandset = async (folder: string, codename: string): Promise<TwinHandset> =>
  (await readYaml(`${folder}/${codename}.yaml`, HANDSET)).value;

/**
 * A twin by its name, `<codename>@<firmware>`: the handset's file and the firmware's, with those that it extends.
 * @throws Failure `not-found` with the shipped names; else as readYaml
 */
export const readTwin = async (name: string, folder: string = deviceFile('twins')): Promise<Twin> => {
  const known = await listTwins(folder);
  const [, codename = '', firmware = ''] = NAME.exec(name) ?? [];
  if (!known.includes(name))
    throw new Failure('not-found', `there is no twin "${name.slice(0, 120)}"`, {
      remedy: `name one as NAME@FIRMWARE: ${known.join(', ')}`,
    });
  return {
    handset: await readHandset(folder, codename),
    firmware: await readFirmware(folder, codename, firmware),
  };
};
