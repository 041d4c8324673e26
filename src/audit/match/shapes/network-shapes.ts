import { isPlaceholder } from '../algebra/placeholder.ts';
import { type Found, textAt } from '../found.ts';
import type { Layer } from '../../layer.ts';
import type { Match } from '../match.ts';
import { spanOf } from '../nearby.ts';
import type { NamedField } from './fields.ts';
import { tellingFor } from './keys.ts';
import { shapeMatch } from './shape-match.ts';
import { runOf } from './value-runs.ts';

/** What names of a network's name end with. */
export const SSID_ENDINGS = [
  ...['ssid', 'ssids', 'wifi_name', 'wifiname', 'wifisid', 'wifi_sid', 'wlan_name', 'wlanname'],
  ...['ap_name', 'apname', 'network_name', 'networkname'],
];
/** What names of a radio area end with. */
export const AREA_ENDINGS = ['lac', 'tac', 'areacode', 'area_code', 'ingarea'];
/** What names of a cell end with. */
export const CELL_ENDINGS = ['cid', 'ci', 'ellid', 'ell_id', 'ellidentity', 'eci', 'nci', 'ucid'];

/** The longest name of a network, bytes (IEEE 802.11-2020 §9.4.2.2). */
const MOST_SSID_BYTES = 32;
/** Names of networks that are none. */
const NO_NETWORK = /^(?:0x|wifi|wi-fi|wlan[0-9]?|mobile|cellular|ethernet|[0-9]|-1)$/i;

/** What the name of a network is made of. */
export const SSID_RUN = runOf('[^\\0-\\x1f{}[\\]]', 1);

// A form or URL writes blanks and brackets otherwise; the layer in which that is undone has values without their names.
const unescaped = (text: string): string =>
  text
    .replace(/\+/g, ' ')
    .replace(/%[0-7][0-9a-f]/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)));

const isNetworkName = (value: string): boolean => {
  const name = (/%[0-7][0-9a-f]/i.test(value) ? unescaped(value) : value).replace(/^(?:\\?")|(?:\\?")$/g, '');
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

/** The longest value of a header or cookie that is told by its name alone: a digest of 256 bits. */
const MOST_OWN_BYTES = 64;

/** A header or cookie, which has its name outside the layer; null for any other layer. */
export const ownField = (layer: Layer): NamedField | null =>
  layer.parent === null && layer.link.path !== undefined && layer.bytes.length <= MOST_OWN_BYTES
    ? { value: { layer, offset: 0, length: layer.bytes.length }, key: layer.link.path }
    : null;

// What radio reports instead of a number it does not know (3GPP and AOSP CellIdentity: UNAVAILABLE).
/** What the number of an area or a cell is made of. */
export const CELL_RUN = runOf('[0-9]', 1);

const isKnown = (text: string, most: number): boolean =>
  /^[1-9][0-9]{0,9}$/.test(text) && Number(text) < most && !/^(?:65535|2147483647|268435455)$/.test(text);

const MOST_AREA = 16_777_216;
const MOST_CELL = 68_719_476_736;
const MOST_FIELDS = 100;

/** Names that say a cell without an area beside. */
const LONE_CELL = /cell_?-?(?:id|identity)$/i;
/** Numbers below are those of tables and sectors; LTE's begin with the number of a base station (TS 36.300 §8.2). */
const LEAST_LONE_CELL = 65_536;
const WINDOW_BYTES = 400;
const HANDSET_FACTS = /imei|imsi|iccid|mcc|mnc/i;

const isLoneCell = ({ value, key }: NamedField): boolean => {
  const { layer, offset } = value;
  const window = layer.bytes.subarray(Math.max(0, offset - WINDOW_BYTES), offset + WINDOW_BYTES);
  return (
    LONE_CELL.test(key) &&
    Number(textAt(value)) >= LEAST_LONE_CELL &&
    HANDSET_FACTS.test(Buffer.from(window).toString('latin1'))
  );
};

/** Numbers of radio areas and cells, as they are met in one layer. */
export type Radio = {
  readonly areas: readonly Found[];
  readonly cells: readonly Found[];
  /** Of the cells, those that are told without an area. */
  readonly lone: readonly Found[];
  readonly add: (group: 'area' | 'cell', field: NamedField) => void;
};

/** None met yet. */
export const makeRadio = (): Radio => {
  const areas: Found[] = [];
  const cells: Found[] = [];
  const lone: Found[] = [];
  const add: Radio['add'] = (group, { value, key }) => {
    const [numbers, most] = group === 'area' ? [areas, MOST_AREA] : [cells, MOST_CELL];
    if (numbers.length >= MOST_FIELDS || tellingFor('cell', [key]) !== 'strong') return;
    if (!isKnown(textAt(value), most)) return;
    numbers.push(value);
    if (group === 'cell' && isLoneCell({ value, key })) lone.push(value);
  };
  return { areas, cells, lone, add };
};

const loneCells = (lone: readonly Found[]): readonly Match[] =>
  lone.map((cell) =>
    shapeMatch(cell, 'cell', 'a number under the name of a radio cell, among facts of the handset'),
  );

/** Pairs of radio area and cell that stand near each other; without any area, cells among facts of a handset. */
export const cellsFrom = ({ areas, cells, lone }: Radio): readonly Match[] =>
  areas.length === 0
    ? loneCells(lone)
    : areas.flatMap((area) => {
        const spans = cells.map((cell) => spanOf(area, cell)).filter((span) => span !== null);
        const nearest = spans.sort((a, b) => a.length - b.length)[0];
        return nearest === undefined
          ? []
          : [shapeMatch(nearest, 'cell', 'numbers under the names of a radio area and a cell')];
      });
