import { isPlaceholder } from '../algebra/placeholder.ts';
import { type Found, textAt } from '../found.ts';
import type { Layer } from '../../layer.ts';
import type { Match } from '../match.ts';
import { spanOf } from '../nearby.ts';
import { forEachNamed, type NamedField } from './fields.ts';
import { tellingFor } from './keys.ts';
import { shapeMatch } from './shape-match.ts';

const SSID_ENDINGS = ['ssid', 'SSID', 'Ssid', 'wifi_name', 'wifiName', 'ap_name', 'apName'];
const AREA_ENDINGS = ['lac', 'Lac', 'LAC', 'tac', 'Tac', 'TAC'];
const CELL_ENDINGS = ['cid', 'Cid', 'CID', 'ci', 'ellid', 'ellId', 'ellID', 'ell_id', 'eci', 'nci'];

/** The longest name of a network, bytes (IEEE 802.11-2020 §9.4.2.2). */
const MOST_SSID_BYTES = 32;
/** Names of networks that are none. */
const NO_NETWORK = /^(?:0x|wifi|wi-fi|wlan[0-9]?|mobile|cellular|ethernet|[0-9]|-1)$/i;

const isNetworkName = (value: string): boolean => {
  const name = value.replace(/^(?:\\?")|(?:\\?")$/g, '');
  const byteLength = Buffer.byteLength(name);
  return (
    byteLength > 0 &&
    byteLength <= MOST_SSID_BYTES &&
    !isPlaceholder(name) &&
    !NO_NETWORK.test(name) &&
    !/[\0-\x1f{}[\]]/.test(name)
  );
};

const networkName = ({ value, key }: NamedField): Match | null =>
  tellingFor('ssid', [key]) === 'strong' && isNetworkName(textAt(value))
    ? shapeMatch(value, 'ssid', 'a value under the name of a wireless network')
    : null;

// Headers and cookies have their name outside the layer.
const ownField = (layer: Layer): NamedField | null =>
  layer.parent === null && layer.link.path !== undefined && layer.bytes.length <= MOST_SSID_BYTES
    ? { value: { layer, offset: 0, length: layer.bytes.length }, key: layer.link.path }
    : null;

// What radio reports instead of a number it does not know (3GPP and AOSP CellIdentity: UNAVAILABLE).
const isKnown = (text: string, most: number): boolean =>
  /^[1-9][0-9]{0,9}$/.test(text) && Number(text) < most && !/^(?:65535|2147483647|268435455)$/.test(text);

const numbersNamed = (layer: Layer, endings: readonly string[], most: number): readonly Found[] => {
  const found: Found[] = [];
  forEachNamed(layer, endings, ({ value, key }) => {
    if (tellingFor('cell', [key]) === 'strong' && isKnown(textAt(value), most)) found.push(value);
  });
  return found;
};

const MOST_AREA = 16_777_216;
const MOST_CELL = 68_719_476_736;
const MOST_FIELDS = 100;

const cells = (layer: Layer): readonly Match[] => {
  const areas = numbersNamed(layer, AREA_ENDINGS, MOST_AREA).slice(0, MOST_FIELDS);
  if (areas.length === 0) return [];
  const ids = numbersNamed(layer, CELL_ENDINGS, MOST_CELL).slice(0, MOST_FIELDS);
  return areas.flatMap((area) => {
    const spans = ids.map((id) => spanOf(area, id)).filter((span) => span !== null);
    const nearest = spans.sort((a, b) => a.length - b.length)[0];
    return nearest === undefined
      ? []
      : [shapeMatch(nearest, 'cell', 'numbers under the names of a radio area and a cell')];
  });
};

/** Names of wireless networks and pairs of radio area and cell, by the names of their fields. */
export const networkShapes = (layer: Layer): readonly Match[] => {
  const matches: Match[] = [];
  const own = ownField(layer);
  const ownMatch = own === null ? null : networkName(own);
  if (ownMatch !== null) matches.push(ownMatch);
  forEachNamed(layer, SSID_ENDINGS, (field) => {
    const match = networkName(field);
    if (match !== null) matches.push(match);
  });
  return [...matches, ...cells(layer)];
};
