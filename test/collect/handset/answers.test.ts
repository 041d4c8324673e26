import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseContentRows } from '#collect/handset/answers/content-rows';
import { parseDevices } from '#collect/handset/answers/devices';
import { parseFocus } from '#collect/handset/answers/focus';
import { parseGetprop, simValues } from '#collect/handset/answers/getprop';
import { parsePackageDump, parsePackages } from '#collect/handset/answers/packages';
import { parseParcel } from '#collect/handset/answers/parcel';
import { refusalIn } from '#collect/handset/answers/refusal';
import { parseSetting, parseSettings } from '#collect/handset/answers/settings';
import { parseCells, parseLocation, parseWifi } from '#collect/handset/answers/surroundings';
import { parseTunnels } from '#collect/handset/answers/tunnels';
import { checkedReadings, readingsFromProperties } from '#collect/handset/identity-from-answers';
import { isLuhn } from '#collect/handset/luhn';

describe('parseDevices', () => {
  it('reads lines with and without usb, over TCP, and in every state', () => {
    const text = [
      '* daemon not running; starting now at tcp:5037',
      '* daemon started successfully',
      'List of devices attached',
      '0a1b2c3d               device usb:1-10 product:ginkgo model:Redmi_Note_8 device:ginkgo transport_id:1',
      'abcdefghijklmnop       device product:begoniain model:Redmi_Note_8_Pro device:begoniain transport_id:2',
      '192.0.2.3:5555         offline',
      '192.0.2.4:5555   unauthorized transport_id:3',
      '????????????    no permissions (user in plugdev group; are your udev rules wrong?); see [http://x]',
      '',
    ].join('\r\n');
    expect(parseDevices(text).map(({ state, model }) => [state, model])).toEqual([
      ['device', 'Redmi_Note_8'],
      ['device', 'Redmi_Note_8_Pro'],
      ['offline', null],
      ['unauthorized', null],
      ['no-permissions', null],
    ]);
  });

  it('reads an empty list', () => {
    expect(parseDevices('List of devices attached\n\n')).toEqual([]);
  });
});

describe('parseGetprop', () => {
  it('keeps values of several lines, with brackets, padded and empty', () => {
    const properties = parseGetprop(
      '[a.history]: [reboot,1\nshutdown,2\n3]\r\n[b]: []\n[c]: [x [y] ]\n[vendor.gsm.serial]: [X000  ]\n',
    );
    expect([...properties]).toEqual([
      ['a.history', 'reboot,1\nshutdown,2\n3'],
      ['b', ''],
      ['c', 'x [y] '],
      ['vendor.gsm.serial', 'X000  '],
    ]);
  });

  it.each([
    ['46000,46001', ['46000', '46001']],
    ['46002,', ['46002']],
    [',', []],
    ['89000000000000000001,<null>', ['89000000000000000001']],
  ])('splits the SIMs of %j', (value, expected) => {
    expect(simValues(value)).toEqual(expected);
  });
});

/** A parcel as libbinder prints one, for the tests: four words a row. */
const printed = (words: readonly number[]): string => {
  const hex = words.map((word) => word.toString(16).padStart(8, '0'));
  const rows = Array.from({ length: Math.ceil(hex.length / 4) }, (_, row) => hex.slice(row * 4, row * 4 + 4));
  return `Result: Parcel(\n${rows.map((row, at) => `  0x${(at * 16).toString(16).padStart(8, '0')}: ${row.join(' ')} '................'`).join('\n')})\n`;
};
const words = (status: number, text: string): number[] => {
  const units = [...`${text}\0`].map((one) => one.charCodeAt(0));
  if (units.length % 2 === 1) units.push(0);
  const pairs = Array.from(
    { length: units.length / 2 },
    (_, at) => (units[2 * at] ?? 0) | ((units[2 * at + 1] ?? 0) << 16),
  );
  return [status, text.length, ...pairs];
};

describe('parseParcel', () => {
  it.each([
    [printed(words(0, '860000099000012')), { kind: 'text', text: '860000099000012' }],
    [printed(words(0xffff_ffff, 'getDeviceId: no')), { kind: 'refused', message: 'getDeviceId: no' }],
    ["Result: Parcel(00000000 ffffffff   '........')", { kind: 'null' }],
    ["Result: Parcel(00000000    '....')", { kind: 'other' }],
    ['service: Service iphonesubinfo_msim does not exist', { kind: 'other' }],
    ['', { kind: 'other' }],
  ])('%j', (answer, expected) => {
    expect(parseParcel(answer)).toEqual(expected);
  });

  it('is the inverse of printing, for any text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        expect(parseParcel(printed(words(0, text)))).toEqual({ kind: 'text', text });
      }),
    );
  });
});

describe('parseSettings', () => {
  it('keeps empty values, the word null, and values that end in an equals sign', () => {
    const rows = parseSettings('adb_enabled=1\r\nlocation_providers_allowed=\r\nsync=null\r\nkey=bWFj=\r\n');
    expect(Object.fromEntries(rows)).toEqual({
      adb_enabled: '1',
      location_providers_allowed: '',
      sync: 'null',
      key: 'bWFj=',
    });
  });

  it.each([
    ['null\n', null],
    ['127.0.0.1:8080\r\n', '127.0.0.1:8080'],
    ['\n', ''],
  ])('reads one value of %j', (text, expected) => {
    expect(parseSetting(text)).toBe(expected);
  });
});

describe('parsePackages and parsePackageDump', () => {
  it('reads lists with uids and without', () => {
    expect(parsePackages('package:com.miui.rom uid:10070\npackage:com.android.shell\nWARNING: x\n')).toEqual([
      { name: 'com.miui.rom', uid: 10070 },
      { name: 'com.android.shell', uid: null },
    ]);
  });

  it('takes the block in use of an updated system app', () => {
    const block = (uid: number, version: string): string =>
      `  Package [a.b] (1f):\n    userId=${String(uid)}\n    versionName=${version}\n`;
    const text = `Packages:\n${block(1000, '2.0')}\nHidden system packages:\n${block(10_001, '1.0')}`;
    expect(parsePackageDump(text)).toEqual({ uid: 1000, versionName: '2.0' });
    expect(parsePackageDump('Unable to find package: a.b\n')).toBeNull();
  });
});

describe('parseFocus', () => {
  it.each([
    ['mCurrentFocus=Window{43 com.a.b/com.a.b.Main paused=false}', 'com.a.b/com.a.b.Main'],
    ['  mCurrentFocus=Window{43 u0 com.a.b/.Main}', 'com.a.b/com.a.b.Main'],
    ['mCurrentFocus=Window{85 u0 StatusBar}', null],
    ['mCurrentFocus=null', null],
    [
      'mCurrentFocus=Window{85 u0 StatusBar}\nmFocusedApp=AppWindowToken{9 token=Token{e ActivityRecord{c u0 com.m.h/.L t2}}}',
      'com.m.h/com.m.h.L',
    ],
  ])('%j', (text, expected) => {
    const focus = parseFocus(text);
    expect(focus === null ? null : `${focus.packageName}/${focus.activity}`).toBe(expected);
  });
});

describe('parseContentRows', () => {
  it('splits at the columns asked for, in any order, also about commas and newlines in a message', () => {
    const answer = parseContentRows(
      'Row: 0 _id=8, address=+447700900001, body=first, with comma\nsecond line, type=1\nRow: 1 _id=9, address=NULL, body=x, type=2\n',
      ['type', '_id', 'body', 'address'],
    );
    expect(answer.kind === 'rows' && answer.rows.map((row) => Object.fromEntries(row))).toEqual([
      { _id: '8', address: '+447700900001', body: 'first, with comma\nsecond line', type: '1' },
      { _id: '9', address: null, body: 'x', type: '2' },
    ]);
  });

  it.each([
    ['No result found.\n', { kind: 'rows', rows: [] }],
    [
      'Error while accessing provider:call_log\njava.lang.SecurityException: Permission Denial: opening provider',
      { kind: 'refused' },
    ],
    [
      'Error while accessing provider:sms\nandroid.database.sqlite.SQLiteException: no such column: a',
      { kind: 'failed' },
    ],
  ])('%j', (text, expected) => {
    expect(parseContentRows(text, ['_id'])).toEqual(expected);
  });
});

describe('refusalIn', () => {
  it.each([
    [
      'Security exception: Permission denial: writing to settings requires:android.permission.WRITE_SECURE_SETTINGS',
      'write-settings',
    ],
    [
      "Exception occurred while executing 'put':\njava.lang.SecurityException: Permission denial: writing to settings requires:android.permission.WRITE_SECURE_SETTINGS",
      'write-settings',
    ],
    [
      'java.lang.SecurityException: Permission denial, must have one of: [android.permission.WRITE_SECURE_SETTINGS]',
      'write-settings',
    ],
    [
      'java.lang.SecurityException: Injecting to another application requires INJECT_EVENTS permission',
      'inject-events',
    ],
    [
      'Operation not allowed: java.lang.SecurityException: grantRuntimePermission: … GRANT_RUNTIME_PERMISSIONS.',
      'grant',
    ],
    [
      'java.lang.SecurityException: uid 2000 does not have android.permission.MANAGE_APP_OPS_MODES.',
      'app-operations',
    ],
    [
      'adb: failed to install X.apk: Failure [INSTALL_FAILED_USER_RESTRICTED: Install canceled by user]',
      'install',
    ],
    [
      'Security exception: Permission Denial: starting Intent { act=a } requires android.permission.WRITE_SECURE_SETTINGS',
      'start-activity',
    ],
    ['Device IMEI: Permission denied.', 'identifier'],
    ['adbd cannot run as root in production builds', 'root'],
    ['/system/bin/sh: lds: inaccessible or not found', 'unknown-command'],
    ['Starting: Intent { act=a }', null],
    ['', null],
  ])('%j', (text, expected) => {
    expect(refusalIn(text)).toBe(expected);
  });
});

describe('tunnels and surroundings', () => {
  it('reads reverse tunnels', () => {
    expect(parseTunnels('UsbFfs tcp:8080 tcp:5650\n127.0.0.1:5555 tcp:1 tcp:2\n\n')).toEqual([
      { remote: 'tcp:8080', local: 'tcp:5650' },
      { remote: 'tcp:1', local: 'tcp:2' },
    ]);
  });

  it('reads Wi-Fi and leaves out what Android hides', () => {
    const line =
      'WifiInfo: SSID: "Net 1", BSSID: 02:00:00:00:00:0a, MAC: 02:00:00:00:00:0b, IP: /192.0.2.10, x';
    expect(parseWifi(`Wifi is enabled\n${line}`)).toEqual({
      ssid: 'Net 1',
      bssid: '02:00:00:00:00:0a',
      mac: '02:00:00:00:00:0b',
      ip: '192.0.2.10',
    });
    expect(parseWifi('mWifiInfo SSID: "<unknown ssid>", BSSID: 02:00:00:00:00:00')).toEqual({
      ssid: null,
      bssid: null,
      mac: null,
      ip: null,
    });
  });

  it('reads places and cells', () => {
    expect(parseLocation('  last location=Location[gps 51.477928,-0.001545 hAcc=5.0]')).toBe(
      '51.477928,-0.001545',
    );
    expect(parseLocation('last location=null')).toBeNull();
    expect(
      parseCells('CellIdentityLte:{ mCi=33012801 mTac=3301 } CellIdentityGsm:{ mCid=2147483647 }'),
    ).toEqual(['33012801']);
  });
});

describe('identifiers in properties', () => {
  it('takes what has the form and check digit of its class, each value once, with its source', () => {
    const properties = new Map([
      ['ro.ril.miui.imei0', '860000033000018'],
      ['ro.ril.miui.imei1', '860000033000019'],
      ['persist.radio.imei', '860000033000018'],
      ['persist.odm.ril.oem.wifimac', '02005e330001'],
      ['ro.ril.oem.btmac', '000000000000'],
      ['persist.radio.iccid', '89440000000000001232,<null>'],
      ['ro.serialno', '33c1a550f001'],
      ['ro.boot.serialno', 'unknown'],
      ['ro.product.model', '860000033000026'],
    ]);
    expect(checkedReadings(readingsFromProperties(properties))).toEqual([
      { class: 'imei', value: '860000033000018', source: 'getprop ro.ril.miui.imei0' },
      { class: 'mac', value: '02:00:5e:33:00:01', source: 'getprop persist.odm.ril.oem.wifimac' },
      { class: 'iccid', value: '89440000000000001232', source: 'getprop persist.radio.iccid' },
      { class: 'serial', value: '33c1a550f001', source: 'getprop ro.serialno' },
    ]);
  });

  const recorded = new URL('../../../../shared/fixtures/adb/', import.meta.url);
  it.skipIf(!existsSync(recorded))(
    'finds IMEIs in the recorded answers of real handsets, beside this project',
    () => {
      const names = readdirSync(recorded).filter((name) => name.startsWith('getprop-'));
      const found = names.map((name) => {
        const text = readFileSync(new URL(name, recorded), 'utf8').replace(/^(?:# .*\r?\n){1,2}/, '');
        const properties = parseGetprop(text);
        expect(properties.has('ro.build.version.sdk')).toBe(true);
        return checkedReadings(readingsFromProperties(properties)).filter((one) => one.class === 'imei')
          .length;
      });
      expect(found.length).toBeGreaterThan(5);
      expect(found.filter((count) => count > 0).length).toBeGreaterThan(found.length / 2);
    },
  );
});

describe('isLuhn', () => {
  it.each([
    ['860000033000018', true],
    ['860000033000019', false],
    ['860000033000081', false],
    ['79927398713', true],
    ['', false],
    ['abc', false],
  ])('%j is %j', (digits, expected) => {
    expect(isLuhn(digits)).toBe(expected);
  });
});
