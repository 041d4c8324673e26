import { openAdb } from '#collect/handset/adb';
import { Failure } from '#model/failure';
import type { Console } from '../console.ts';
import { adbServerFrom } from './adb-server.ts';
import { openPhoneStation } from './phone-station.ts';
import type { Station, StationOptions } from './station.ts';
import { openTwinStation } from './twin-station.ts';

/** The twin that is audited where no phone is named and none attached. */
const DEFAULT_TWIN = 'redmi-class-33@2014-pre-ota';

const isPhoneAttached = async ({ adbServer }: StationOptions): Promise<boolean> => {
  const client = await openAdb(adbServerFrom(adbServer));
  return (await client.devices()).length > 0;
};

/**
 * Opens the handset that the command line means: the twin named, the phone named, the only phone attached, else the
 * embedded twin.
 * @throws Failure of whichever it is
 */
export const openStation = async (options: StationOptions, console: Console): Promise<Station> => {
  if (options.twin !== undefined && options.device !== undefined)
    throw new Failure('usage', '--twin and --device: both a twin and a phone are named', {
      remedy: 'name one of them',
    });
  if (options.twin !== undefined) return openTwinStation(options.twin, options);
  if (options.device !== undefined || (await isPhoneAttached(options)))
    return openPhoneStation(options, console);
  console.note(`no phone is attached: the embedded twin ${DEFAULT_TWIN} is audited`);
  return openTwinStation(DEFAULT_TWIN, options);
};
