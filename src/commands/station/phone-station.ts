import { randomInt } from 'node:crypto';
import { access } from 'node:fs/promises';
import { openAdb } from '#collect/handset/adb';
import { selectHandset } from '#collect/handset/adb-failure';
import { shellOf } from '#collect/handset/shell';
import { listDevices } from '#devices/list-devices';
import { namedFile } from '#devices/named-file';
import { readHandset } from '#devices/read-handset';
import { readLab } from '#devices/read-lab';
import { readTwin } from '#devices/read-twin';
import { Failure } from '#model/failure';
import type { Handset } from '#model/handset';
import type { Lab } from '#model/lab';
import type { Surroundings } from '#model/surroundings';
import { TWIN_PROPERTY } from '#model/twin';
import { startVendorServer } from '#twin/vendor/vendor-server';
import type { Console } from '../console.ts';
import { adbServerFrom } from './adb-server.ts';
import { personSurroundings } from './person.ts';
import type { Station, StationOptions } from './station.ts';
import { serverLost, watchServer } from './watch-server.ts';

const LAB_FILE = 'lab.yaml';
const SEEDS = 2 ** 31;

/** The file named, else `lab.yaml` of the working directory, else nothing. */
const labFor = async (file: string | undefined): Promise<Lab | null> => {
  if (file !== undefined) return readLab(file);
  const isThere = await access(LAB_FILE).then(
    () => true,
    () => false,
  );
  return isThere ? readLab(LAB_FILE) : null;
};

/** The shipped handset file that lists this `ro.product.device`. @throws Failure `not-found` */
const handsetFor = async (device: string): Promise<Handset> => {
  for (const codename of await listDevices('handsets')) {
    const handset = await readHandset(await namedFile('handsets', codename));
    if (handset.devices.includes(device)) return handset;
  }
  throw new Failure('not-found', `no handset file is for the device "${device.slice(0, 80)}"`, {
    remedy:
      'name the nearest one with --handset, such as --handset redmi-note-12, or write one: `phonehome schema handset`',
  });
};

/**
 * The world as the handset's servers: of a twin that somebody keeps up, a local vendor server, so that nothing of it
 * leaves the machine.
 */
const worldOf = async (twinName: string | null, surroundings: Surroundings) => {
  if (twinName === null) return { surroundings, end: () => Promise.resolve() };
  const { firmware } = await readTwin(twinName);
  const vendor = await startVendorServer(firmware.addresses);
  return {
    surroundings: { ...surroundings, upstream: vendor.upstream },
    end: () => vendor[Symbol.asyncDispose](),
  };
};

/**
 * The phone that is attached, with a person beside it.
 * @throws Failure of adb, of the choice among several, or of the files named
 */
export const openPhoneStation = async (options: StationOptions, console: Console): Promise<Station> => {
  const adb = adbServerFrom(options.adbServer);
  const client = await openAdb(adb);
  const { serial } = selectHandset(await client.devices(), options.device);
  const lab = await labFor(options.lab);
  const properties = await shellOf(client, serial).properties();
  const handset =
    options.handset === undefined
      ? await handsetFor(properties.get('ro.product.device') ?? '')
      : await readHandset(await namedFile('handsets', options.handset));
  const twinName = properties.get(TWIN_PROPERTY) ?? null;
  const { surroundings, end } = await worldOf(twinName, personSurroundings(console));
  const watched = watchServer(client.host, client.port);
  if (!handset.tested)
    console.note(
      `the handset file ${handset.codename} was never tried on a real handset: expect steps to fail`,
    );
  return {
    ...{ adb, serial, handset, lab, surroundings },
    simulated: twinName !== null,
    firmware: twinName,
    seed: options.seed ?? randomInt(SEEDS),
    endsWithRun: false,
    gone: watched.ended,
    lost: () => Promise.resolve(watched.ended.aborted ? serverLost() : null),
    environment: process.env,
    finish: () => Promise.resolve([]),
    [Symbol.asyncDispose]: () => {
      watched[Symbol.dispose]();
      return end();
    },
  };
};
