import type { Machine } from '../machine.ts';
import { accountScreen } from './account.ts';
import type { App } from './app.ts';
import { credentialsPage } from './certificates.ts';
import { cloudMain } from './cloud.ts';
import { consentRows } from './consent-rows.ts';
import { column, label, list, type Screen, settingRow, titleBar, toggleRow, type View } from './view.ts';

const PACKAGE = 'com.android.settings';

const page = (machine: Machine, title: string, activity: string, content: () => readonly View[]): Screen => {
  const screen: Screen = {
    packageName: PACKAGE,
    activity: `${PACKAGE}.${activity}`,
    render: () =>
      column(
        titleBar(title, () => {
          machine.windows.close(screen);
        }),
        list(...content()),
      ),
  };
  return screen;
};

const nothing = (): void => undefined;

const opens =
  (machine: Machine, make: (machine: Machine) => Screen): (() => void) =>
  () => {
    machine.windows.push(make(machine));
  };

const status = (machine: Machine): Screen =>
  page(machine, 'Status', 'Settings$StatusActivity', () => {
    const { identifiers, wifi } = machine.handset.profile;
    return [
      ...identifiers.imei.map((imei, slot) =>
        settingRow(`IMEI (sim slot ${String(slot + 1)})`, nothing, imei),
      ),
      settingRow('My phone number', nothing, identifiers.phoneNumber),
      settingRow('ICCID', nothing, identifiers.iccid),
      settingRow('IP address', nothing, wifi.address),
      settingRow('Wi-Fi MAC address', nothing, identifiers.wifiMac),
      settingRow('Bluetooth address', nothing, identifiers.bluetoothMac),
      settingRow('Serial number', nothing, identifiers.serial),
    ];
  });

const about = (machine: Machine): Screen =>
  page(machine, 'About phone', 'Settings$MyDeviceSettingsActivity', () => {
    const { marketingName, model, androidVersion, incremental, buildId } = machine.handset.profile;
    return [
      settingRow('Device name', nothing, marketingName),
      settingRow('Model', nothing, model),
      settingRow('Android version', nothing, `${androidVersion} ${buildId}`),
      settingRow('MIUI version', nothing, incremental),
      settingRow('All specs', opens(machine, status)),
      settingRow('Status', opens(machine, status)),
    ];
  });

const adServices = (machine: Machine): Screen =>
  page(machine, 'Ad services', 'Settings$AdServiceSettingsActivity', () =>
    consentRows(machine, ['personalized-ads']),
  );

const privacy = (machine: Machine): Screen =>
  page(machine, 'Privacy', 'Settings$PrivacySettingsActivity', () => [
    settingRow('Privacy policy', opens(machine, policy)),
    ...consentRows(machine, ['user-experience', 'diagnostics']),
    settingRow('Ad services', opens(machine, adServices)),
  ]);

const policy = (machine: Machine): Screen =>
  page(machine, 'Privacy policy', 'Settings$PrivacyPolicyActivity', () => [
    label(machine.handset.consents.rowOf('privacy-policy')?.notice ?? ''),
    ...consentRows(machine, ['privacy-policy']),
  ]);

const security = (machine: Machine): Screen =>
  page(machine, 'Passwords & security', 'Settings$SecurityStatusActivity', () => [
    settingRow('Privacy', opens(machine, privacy)),
    settingRow('Authorization & revocation', nothing),
    settingRow('Encryption & credentials', opens(machine, credentialsPage)),
  ]);

const developer = (machine: Machine): Screen =>
  page(machine, 'Developer options', 'Settings$DevelopmentSettingsActivity', () => {
    const { traps } = machine.handset;
    return [
      toggleRow('USB debugging', true, nothing),
      toggleRow('Install via USB', !traps.installAsks, nothing),
      toggleRow('USB debugging (Security settings)', !traps.securitySettingsOff, nothing),
    ];
  });

const wifi = (machine: Machine): Screen =>
  page(machine, 'Wi-Fi', 'Settings$WifiSettingsActivity', () => [
    toggleRow('Wi-Fi', machine.handset.status.wifiOn, nothing),
    settingRow(machine.handset.profile.wifi.ssid, nothing, 'Connected'),
  ]);

/** Pages that lead nowhere: rows that a real list has and that a locator must pass by. */
const FILLERS = [
  'SIM cards & mobile networks',
  'Bluetooth',
  'Connection & sharing',
  'Lock screen',
  'Display',
  'Sound & vibration',
  'Home screen',
  'Wallpaper',
  'Notifications & Control center',
  'Battery',
  'Apps',
];

const main = (machine: Machine): Screen => ({
  packageName: PACKAGE,
  activity: `${PACKAGE}.MainSettings`,
  render: () =>
    column(
      label('Settings', 'miui:id/action_bar_title'),
      {
        type: 'android.widget.EditText',
        id: 'android:id/input',
        hint: 'Search settings',
        text: '',
      },
      list(
        settingRow('Mi Account', opens(machine, accountScreen), machine.handset.status.account ?? 'Sign in'),
        settingRow('Xiaomi Cloud', opens(machine, cloudMain)),
        settingRow('About phone', opens(machine, about)),
        settingRow('Wi-Fi', opens(machine, wifi)),
        ...FILLERS.map((title) => settingRow(title, nothing)),
        settingRow('Passwords & security', opens(machine, security)),
        settingRow('Additional settings', opens(machine, developer)),
      ),
    ),
});

/** MIUI's settings. Activities of the privacy pages are the twin's own: none is published. */
export const SETTINGS_APP: App = {
  packageName: PACKAGE,
  launcher: `${PACKAGE}.MainSettings`,
  title: 'Settings',
  activities: {
    [`${PACKAGE}.MainSettings`]: main,
    [`${PACKAGE}.MiuiSettings`]: main,
    [`${PACKAGE}.Settings$WifiSettingsActivity`]: wifi,
    [`${PACKAGE}.Settings$DevelopmentSettingsActivity`]: developer,
    [`${PACKAGE}.Settings$PrivacySettingsActivity`]: privacy,
  },
  actions: {
    'android.settings.SETTINGS': `${PACKAGE}.MainSettings`,
    'android.settings.WIFI_SETTINGS': `${PACKAGE}.Settings$WifiSettingsActivity`,
    'android.settings.PRIVACY_SETTINGS': `${PACKAGE}.Settings$PrivacySettingsActivity`,
    'android.settings.APPLICATION_DEVELOPMENT_SETTINGS': `${PACKAGE}.Settings$DevelopmentSettingsActivity`,
  },
};
