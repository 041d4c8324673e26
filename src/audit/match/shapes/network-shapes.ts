import { isPlaceholder } from '../algebra/placeholder.ts';
import { type Found, textAt } from '../found.ts';
import type { Layer } from '../../layer.ts';
import type { Match } from '../match.ts';
import { spanOf } from '../nearby.ts';
import type { NamedField } from './fields.ts';
import { tellingFor } from './keys.ts';
import { shapeMatch } from './shape-match.ts';

/** What names of a network's name end with. */
export const SSID_ENDINGS = [
  ...['ssid', 'SSID', 'Ssid', 'ssids', 'wifi_name', 'wifiName', 'wifiname', 'WifiName'],
  ...[
    'wlan_name',
    'wlanName',
    'wlanname',
    'ap_name',
    'apName',
    'apname',
    'network_name',
    'networkname',
    'NetworkName',
  ],
];
/** What names of a radio area end with. */
export const AREA_ENDINGS = ['lac', 'Lac', 'LAC', 'tac', 'Tac', 'TAC', 'AreaCode', 'area_code', 'ingArea'];
/** What names of a cell end with. */
export const CELL_ENDINGS = [
  'cid',
  'Cid',
  'CID',
  'ci',
  'ellid',
  'ellId',
  'ellID',
  'ell_id',
  'ellIdentity',
  'eci',
  'Ci',
  'nci',
  'ucid',
];

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

/** A value that is the name of a wireless network by its field's name. */
export const networkName = ({ value, key }: NamedField): Match | null =>
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

const MOST_AREA = 16_777_216;
const MOST_CELL = 68_719_476_736;
const MOST_FIELDS = 100;

/** Numbers of radio areas and cells, as they are met in one layer. */
export type Radio = {
  readonly areas: readonly Found[];
  readonly cells: readonly Found[];
  readonly add: (group: 'area' | 'cell', field: NamedField) => void;
};

/** None met yet. */
export const makeRadio = (): Radio => {
  const areas: Found[] = [];
  const cells: Found[] = [];
  const add: Radio['add'] = (group, { value, key }) => {
    const [numbers, most] = group === 'area' ? [areas, MOST_AREA] : [cells, MOST_CELL];
    if (numbers.length >= MOST_FIELDS || tellingFor('cell', [key]) !== 'strong') return;
    if (isKnown(textAt(value), most)) numbers.push(value);
  };
  return { areas, cells, add };
};

/** Pairs of radio area and cell that stand near each other. */
export const cellsFrom = ({ areas, cells }: Radio): readonly Match[] =>
  areas.flatMap((area) => {
    const spans = cells.map((cell) => spanOf(area, cell)).filter((span) => span !== null);
    const nearest = spans.sort((a, b) => a.length - b.length)[0];
    return nearest === undefined
      ? []
      : [shapeMatch(nearest, 'cell', 'numbers under the names of a radio area and a cell')];
  });

/** A header or cookie that is the name of a wireless network by its own name. */
export const ownNetworkName = (layer: Layer): Match | null => {
  const own = ownField(layer);
  return own === null ? null : networkName(own);
};
