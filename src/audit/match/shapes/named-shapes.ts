import type { Layer } from '../../layer.ts';
import type { Match } from '../match.ts';
import { DEVICE_ENDINGS, DEVICE_RUN, deviceId } from './device-shape.ts';
import { endingsOf, forEachNamed, type NamedField } from './fields.ts';
import { forEachNamedItem } from './items.ts';
import { DIGEST_ENDINGS, DIGEST_RUN, hashed } from './hashed-shape.ts';
import { MEID_ENDINGS, MEID_RUN, meid } from './meid-shape.ts';
import {
  AREA_ENDINGS,
  CELL_ENDINGS,
  CELL_RUN,
  cellsFrom,
  makeRadio,
  ownField,
  networkName,
  SSID_ENDINGS,
  SSID_RUN,
} from './network-shapes.ts';
import { OPERATOR_ENDINGS, OPERATOR_RUN, operatorName } from './operator-shape.ts';
import { serial, SERIAL_ENDINGS, SERIAL_RUN } from './serial-shape.ts';
import type { ValueRun } from './value-runs.ts';

const ENDINGS = endingsOf({
  ssid: SSID_ENDINGS,
  area: AREA_ENDINGS,
  cell: CELL_ENDINGS,
  serial: SERIAL_ENDINGS,
  meid: MEID_ENDINGS,
  digest: DIGEST_ENDINGS,
  device: DEVICE_ENDINGS,
  operator: OPERATOR_ENDINGS,
});

/** What values of each group are made of. */
const RUNS = {
  ssid: SSID_RUN,
  area: CELL_RUN,
  cell: CELL_RUN,
  serial: SERIAL_RUN,
  meid: MEID_RUN,
  digest: DIGEST_RUN,
  device: DEVICE_RUN,
  operator: OPERATOR_RUN,
} as const satisfies Record<string, ValueRun>;

/** What one field is by its name, by the group of the name's ending. */
const TOLD = {
  ssid: networkName,
  serial,
  meid,
  digest: hashed,
  device: deviceId,
  operator: operatorName,
} as const satisfies Record<string, (field: NamedField) => Match | null>;

const ofOwnName = (layer: Layer): readonly (Match | null)[] => {
  const own = ownField(layer);
  return own === null ? [] : [networkName(own), hashed(own), deviceId(own), serial(own)];
};

/** What is told by the names of fields alone: networks, cells, serial numbers and other ids of a layer, in one pass. */
export const namedShapes = (layer: Layer): readonly Match[] => {
  const radio = makeRadio();
  const matches: (Match | null)[] = [...ofOwnName(layer)];
  const take = (group: keyof typeof TOLD | 'area' | 'cell', field: NamedField): void => {
    if (group === 'area' || group === 'cell') radio.add(group, field);
    else matches.push(TOLD[group](field));
  };
  forEachNamed(layer, { endings: ENDINGS, runs: RUNS }, take);
  forEachNamedItem(layer, ENDINGS, take);
  return [...matches, ...cellsFrom(radio)].filter((match) => match !== null);
};
