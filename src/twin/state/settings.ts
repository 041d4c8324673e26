import type { SettingsTable, TwinHandset } from '#model/twin';

/** The three settings tables of one handset. */
export type Settings = {
  readonly get: (table: SettingsTable, key: string) => string | undefined;
  readonly put: (table: SettingsTable, key: string, value: string) => void;
  /** Gives the number of rows that went: 0 or 1. */
  readonly remove: (table: SettingsTable, key: string) => number;
  /** Rows sorted by key. */
  readonly list: (table: SettingsTable) => readonly (readonly [string, string])[];
  /** Calls the listener after every change; `undefined` is a removed row. */
  readonly onChange: (listener: SettingListener) => void;
};

export type SettingListener = (change: {
  readonly table: SettingsTable;
  readonly key: string;
  readonly value: string | undefined;
}) => void;

const startRows = ({
  settings,
  identifiers,
  consents,
  traps,
}: TwinHandset): Record<SettingsTable, Map<string, string>> => {
  const tables = {
    global: new Map(Object.entries(settings.global)),
    secure: new Map(Object.entries(settings.secure)),
    system: new Map(Object.entries(settings.system)),
  };
  tables.secure.set('android_id', identifiers.androidId);
  tables.secure.set('bluetooth_address', identifiers.bluetoothMac);
  tables.global.set('adb_enabled', '1');
  tables.global.set('development_settings_enabled', '1');
  tables.global.set('wifi_on', '1');
  tables.global.set('mobile_data', '1');
  tables.global.set('airplane_mode_on', '0');
  tables.global.set('device_provisioned', '0');
  tables.secure.set('user_setup_complete', '0');
  tables.secure.set('location_mode', '0');
  if (typeof traps.lockPin === 'string') tables.secure.set('lockscreen.password_type', '131072');
  for (const { setting } of consents)
    if (setting.unset !== null) tables[setting.table].set(setting.key, setting.unset);
  return tables;
};

/** The settings of a handset as it comes out of the box. */
export const createSettings = (profile: TwinHandset): Settings => {
  const tables = startRows(profile);
  const listeners: SettingListener[] = [];
  const tell: SettingListener = (change) => {
    for (const listener of listeners) listener(change);
  };
  return {
    get: (table, key) => tables[table].get(key),
    put: (table, key, value) => {
      tables[table].set(key, value);
      tell({ table, key, value });
    },
    remove: (table, key) => {
      if (!tables[table].delete(key)) return 0;
      tell({ table, key, value: undefined });
      return 1;
    },
    list: (table) => [...tables[table]].sort(([a], [b]) => (a < b ? -1 : 1)),
    onChange: (listener) => {
      listeners.push(listener);
    },
  };
};
