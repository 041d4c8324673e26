import { openAdb } from '#collect/handset/adb';
import { borrowServer } from '#collect/handset/borrow-server';
import { Failure } from '#model/failure';
import type { Console } from '../console.ts';
import { adbServerFrom } from './adb-server.ts';
import { openPhoneStation } from './phone-station.ts';
import type { Station, StationOptions } from './station.ts';
import { openTwinStation } from './twin-station.ts';

/** The twin that is audited where no phone is named and none attached. */
const DEFAULT_TWIN = 'redmi-class-33@2014-pre-ota';

const checkChoice = ({ twin, device, handset }: StationOptions): void => {
  if (twin === undefined) return;
  const [option, what] =
    device === undefined ? ['--handset', 'a handset file for a phone'] : ['--device', 'a phone'];
  if (device === undefined && handset === undefined) return;
  throw new Failure('usage', `--twin and ${option}: both a twin and ${what} are named`, {
    remedy: 'name one of them',
  });
};

const noPhoneFor = (handset: string): Failure =>
  new Failure('no-handset', `no phone is attached for the handset file "${handset.slice(0, 80)}"`, {
    remedy:
      'switch on USB debugging, attach it and look at `phonehome devices`; leave --handset out for a twin',
  });

/** A phone, if one is named or attached. An adb server that was started only to look for it is ended again. */
const openPhone = async (options: StationOptions, console: Console): Promise<Station | null> => {
  const settings = adbServerFrom(options.adbServer);
  await using server = await borrowServer(settings);
  const isNamed = options.device !== undefined;
  if (!isNamed && (await (await openAdb(settings)).devices()).length === 0) return null;
  const station = await openPhoneStation(options, console);
  server.keep();
  return station;
};

/**
 * Opens the handset that the command line means: the twin named, the phone named, the only phone attached, else the
 * embedded twin.
 * @throws Failure of whichever it is; `no-handset` where a handset file is named and no phone attached
 */
export const openStation = async (options: StationOptions, console: Console): Promise<Station> => {
  checkChoice(options);
  if (options.twin !== undefined) return openTwinStation(options.twin, options);
  const phone = await openPhone(options, console);
  if (phone !== null) return phone;
  if (options.handset !== undefined) throw noPhoneFor(options.handset);
  console.note(`no phone is attached: the embedded twin ${DEFAULT_TWIN} is audited`);
  return openTwinStation(DEFAULT_TWIN, options);
};
