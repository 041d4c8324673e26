import { describe, expect, it } from 'vitest';
import type { DataClass } from '#model/data-class';
import { compileNeedles } from '#audit/match/compile';
import { GLUED_ENDINGS, KEY_TABLE, LATITUDE_KEYS, LONGITUDE_KEYS } from '#audit/match/shapes/key-table';
import { makeLayer } from '../../../support/make-layer.ts';
import { scanLayers } from '../../../support/scan-layers.ts';

const none = compileNeedles([]);

const classesIn = (value: unknown): readonly string[] =>
  scanLayers(none, [makeLayer(JSON.stringify(value))], { wallMs: null }).matches.map(
    ({ class: dataClass }) => dataClass,
  );

const VALUES: readonly (readonly [DataClass, string])[] = [
  ['imei', '861234050123457'],
  ['imsi', '460011234567890'],
  ['iccid', '8949123450123456781'],
  ['android_id', '4f1c9a77b02e6d35'],
  ['gaid', '6f0c2c1e-8a55-4b7d-9f3a-51c2de0a77b1'],
  ['mac', '7c:1d:d9:a1:b2:c3'],
  ['bssid', '88:89:6d:11:fd:b2'],
  ['ssid', 'Casa Marta 5G'],
  ['phone.own', '13900139000'],
  ['phone', '13900139000'],
  ['ip', '39.141.6.206'],
  ['location', '39.904200,116.407400'],
];

// A name of the table that no reader lets through tells of nothing.
describe('every name tells of its class', () => {
  it.each(VALUES)('%s', (dataClass, value) => {
    const { strong, weak } = KEY_TABLE.get(dataClass) ?? { strong: new Set(), weak: new Set() };
    const silent = [...strong, ...weak].filter((name) => classesIn({ [name]: value })[0] !== dataClass);
    expect(silent).toEqual([]);
  });

  it('latitudes and longitudes', () => {
    const silent = [
      ...[...LATITUDE_KEYS].filter(
        (name) => classesIn({ [name]: 39.9042, longitude: 116.4074 }).length !== 1,
      ),
      ...[...LONGITUDE_KEYS].filter(
        (name) => classesIn({ latitude: 39.9042, [name]: 116.4074 }).length !== 1,
      ),
    ];
    expect(silent).toEqual([]);
  });

  it.each(VALUES.filter(([dataClass]) => GLUED_ENDINGS.has(dataClass)))(
    '%s, glued to another word',
    (dataClass, value) => {
      const silent = (GLUED_ENDINGS.get(dataClass) ?? []).filter(
        (ending) => classesIn({ [`secondary${ending}`]: value })[0] !== dataClass,
      );
      expect(silent).toEqual([]);
    },
  );

  it.each(['imei_2', 'IMEI2', 'deviceImei1'])('%s, counted', (name) => {
    expect(classesIn({ [name]: '861234050123457' })).toEqual(['imei']);
  });
});
