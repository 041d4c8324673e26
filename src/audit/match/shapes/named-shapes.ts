import type { Layer } from '../../layer.ts';
import type { Match } from '../match.ts';
import { endingsOf, forEachNamed } from './fields.ts';
import {
  AREA_ENDINGS,
  CELL_ENDINGS,
  cellsFrom,
  makeRadio,
  ownNetworkName,
  networkName,
  SSID_ENDINGS,
} from './network-shapes.ts';
import { serial, SERIAL_ENDINGS } from './serial-shape.ts';

const ENDINGS = endingsOf({
  ssid: SSID_ENDINGS,
  area: AREA_ENDINGS,
  cell: CELL_ENDINGS,
  serial: SERIAL_ENDINGS,
});

/** What is told by the names of fields alone: networks, cells and serial numbers of a layer, in one pass. */
export const namedShapes = (layer: Layer): readonly Match[] => {
  const radio = makeRadio();
  const matches: (Match | null)[] = [ownNetworkName(layer)];
  forEachNamed(layer, ENDINGS, (group, field) => {
    if (group === 'ssid') matches.push(networkName(field));
    else if (group === 'serial') matches.push(serial(field));
    else radio.add(group, field);
  });
  return [...matches, ...cellsFrom(radio)].filter((match) => match !== null);
};
