import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type Twin, twinHandsetSchema } from '#model/twin';
import type { TwinFirmware } from '#model/twin-firmware';
import type { TwinTraps } from '#model/twin-traps';

const file = new URL('../../devices/twins/redmi-class-33.yaml', import.meta.url);

/** The shipped neutral handset with a firmware that sends nothing, unless told otherwise. */
export const makeTwin = (
  firmware: Partial<TwinFirmware> & { readonly traps?: Partial<TwinTraps> } = {},
): Twin => ({
  handset: twinHandsetSchema.parse(parse(readFileSync(file, 'utf8'))),
  firmware: {
    twinVersion: 1,
    handset: 'redmi-class-33',
    firmware: 'silent',
    title: 'Sends nothing',
    traps: {},
    pins: {},
    addresses: {},
    flows: [],
    ...firmware,
  },
});
