import type { TwinHandset } from '#model/twin';

/** System properties of one handset. */
export type Properties = {
  readonly get: (name: string) => string;
  readonly set: (name: string, value: string) => void;
  /** Rows sorted by name. */
  readonly list: () => readonly (readonly [string, string])[];
};

/** The device cuts a value itself at 91 characters (PROP_VALUE_MAX), so that lists may end inside a number. */
const VALUE_LENGTH = 91;

const bare = (mac: string): string => mac.replaceAll(':', '');

const fingerprintOf = ({
  brand,
  productName,
  device,
  androidVersion,
  buildId,
  incremental,
  buildType,
}: TwinHandset): string =>
  `${brand}/${productName}/${device}:${androidVersion}/${buildId}/${incremental}:${buildType}/release-keys`;

const buildRows = (profile: TwinHandset): Record<string, string> => {
  const { androidVersion, apiLevel, buildId, buildType, incremental, device } = profile;
  return {
    'ro.build.id': buildId,
    'ro.build.display.id': buildId,
    'ro.build.type': buildType,
    'ro.build.tags': 'release-keys',
    'ro.build.product': 'missi',
    'ro.build.fingerprint': fingerprintOf(profile),
    'ro.bootimage.build.fingerprint': fingerprintOf(profile),
    'ro.product.build.fingerprint': `Xiaomi/miproduct_${profile.productName}/missi:${androidVersion}/${buildId}/${incremental}:${buildType}/release-keys`,
    'ro.build.version.incremental': incremental,
    'ro.build.version.release': androidVersion,
    'ro.build.version.sdk': String(apiLevel),
    'ro.build.version.codename': 'REL',
    'ro.build.version.security_patch': '2023-11-01',
    'ro.build.version.known_codenames':
      'Base,Base11,Cupcake,Donut,Eclair,Eclair01,EclairMr1,Froyo,Gingerbread,GingerbreadMr1,Honeycomb,HoneycombMr1',
    'ro.debuggable': buildType === 'userdebug' ? '1' : '0',
    'ro.secure': '1',
    'ro.adb.secure': '1',
    'ro.boot.flash.locked': buildType === 'userdebug' ? '0' : '1',
    'ro.boot.verifiedbootstate': buildType === 'userdebug' ? 'orange' : 'green',
    'ro.product.first_api_level': String(Math.min(apiLevel, 31)),
    'ro.product.board': device,
  };
};

const productRows = (profile: TwinHandset): Record<string, string> => ({
  'ro.product.brand': profile.brand,
  'ro.product.manufacturer': profile.manufacturer,
  'ro.product.model': profile.model,
  'ro.product.device': profile.device,
  'ro.product.name': profile.productName,
  'ro.product.marketname': profile.marketingName,
  'ro.product.mod_device': profile.productName,
  'ro.product.cert': profile.model,
  'ro.product.locale': profile.locale,
  'ro.product.cpu.abi': 'arm64-v8a',
  'ro.product.cpu.abilist': 'arm64-v8a,armeabi-v7a,armeabi',
  'ro.product.system.model': 'missi',
  'ro.product.system.brand': 'Xiaomi',
  'ro.miui.region': profile.region,
  'ro.miui.build.region': 'global',
  'ro.miui.ui.version.code': '14',
  'ro.miui.ui.version.name': 'V140',
  'ro.miui.mcc': `9${profile.operator.numeric.slice(0, 3)}`,
  'ro.miui.mnc': '9999',
  'ro.miui.product.home': 'com.miui.home',
  'ro.sf.lcd_density': String(profile.screen.density),
  'persist.sys.locale': profile.locale,
  'persist.sys.timezone': profile.timeZone,
  'persist.sys.device_name': profile.marketingName,
});

/** What Xiaomi handsets give away without any permission (Android 6 to 16). */
const identifierRows = ({ identifiers, apiLevel }: TwinHandset): Record<string, string> => {
  const { imei, serial, wifiMac, bluetoothMac, iccid, meid } = identifiers;
  const rows: Record<string, string> = {
    'ro.serialno': serial,
    'ro.boot.serialno': serial,
    'vendor.gsm.serial': `${serial.toUpperCase().padEnd(60)}1`,
    'gsm.sim.preiccid_0': iccid.slice(0, 7),
    'gsm.sim.preiccid_1': '',
    'ro.ril.oem.imei': imei.join(','),
    'ro.ril.oem.psno': '00000/S0XX00000',
    'ro.ril.oem.sno': serial.toUpperCase(),
    'ro.ril.oem.wifimac': bare(wifiMac),
    'ro.ril.oem.btmac': bare(bluetoothMac),
    'ro.vendor.ril.oem.wifimac': bare(wifiMac),
    'persist.odm.ril.oem.wifimac': bare(wifiMac),
  };
  imei.forEach((value, slot) => {
    rows[`ro.ril.miui.imei${String(slot)}`] = value;
    for (const prefix of ['ro.ril.oem', 'ro.vendor.ril.oem', 'persist.odm.ril.oem'])
      rows[`${prefix}.imei${String(slot + 1)}`] = value;
  });
  if (meid !== undefined) rows['ro.ril.oem.meid'] = meid;
  if (apiLevel <= 25) rows['persist.radio.iccid'] = `${iccid},<null>`;
  return rows;
};

const radioRows = ({ operator }: TwinHandset): Record<string, string> => ({
  'gsm.current.phone-type': '1,1',
  'gsm.network.type': 'LTE,Unknown',
  'gsm.operator.alpha': `${operator.name},`,
  'gsm.operator.iso-country': `${operator.country},`,
  'gsm.operator.isroaming': 'false,false',
  'gsm.operator.numeric': `${operator.numeric},`,
  'gsm.sim.operator.alpha': operator.name,
  'gsm.sim.operator.iso-country': operator.country,
  'gsm.sim.operator.numeric': operator.numeric,
  'gsm.sim.state': 'LOADED,ABSENT',
  'gsm.version.baseband': 'MOLY.LR12A.R3.MP.V153.12.P72,MOLY.LR12A.R3.MP.V153.12.P72',
  'gsm.version.ril-impl': 'android reference-ril 1.0',
  'persist.radio.multisim.config': 'dsds',
});

const systemRows: Record<string, string> = {
  'sys.boot_completed': '1',
  'dev.bootcomplete': '1',
  'init.svc.adbd': 'running',
  'init.svc.bootanim': 'stopped',
  'persist.sys.usb.config': 'adb',
  'sys.usb.config': 'adb',
  'sys.usb.state': 'adb',
  'persist.sys.boot.reason': '',
  'persist.sys.boot.reason.history':
    'cold,powerkey,1699913600\ncold,powerkey,1699827200\ncold,powerkey,1699740800',
  'ro.crypto.state': 'encrypted',
  'ro.crypto.type': 'file',
};

/** The properties of a handset out of the box: what follows from its profile, then what the profile adds. */
export const createProperties = (profile: TwinHandset): Properties => {
  const rows = new Map<string, string>();
  const set = (name: string, value: string): void => {
    rows.set(name, value.slice(0, VALUE_LENGTH));
  };
  const sources = [buildRows, productRows, identifierRows, radioRows].map((make) => make(profile));
  for (const source of [...sources, systemRows, profile.properties])
    for (const [name, value] of Object.entries(source)) set(name, value);
  return {
    get: (name) => rows.get(name) ?? '',
    set,
    list: () => [...rows].sort(([a], [b]) => (a < b ? -1 : 1)),
  };
};
