import type { Machine } from '../machine.ts';
import type { App } from './app.ts';
import { consentRows } from './consent-rows.ts';
import { column, label, list, type Screen, settingRow, titleBar } from './view.ts';

const PACKAGE = 'com.miui.cloudservice';

/** Xiaomi Cloud with its services; without an account it only says so. */
export const cloudMain = (machine: Machine): Screen => {
  const screen: Screen = {
    packageName: PACKAGE,
    activity: `${PACKAGE}.ui.MiCloudMainActivity`,
    render: () =>
      column(
        titleBar('Xiaomi Cloud', () => {
          machine.windows.close(screen);
        }),
        machine.handset.status.account === null
          ? label('Sign in to your Mi Account to use Xiaomi Cloud', `${PACKAGE}:id/sign_in_hint`)
          : list(
              ...consentRows(machine, ['cloud-sync', 'cloud-messaging']),
              settingRow('Find device', () => undefined, 'Off'),
            ),
      ),
  };
  return screen;
};

/** Xiaomi Cloud. */
export const CLOUD_APP: App = {
  packageName: PACKAGE,
  launcher: `${PACKAGE}.ui.MiCloudMainActivity`,
  title: 'Xiaomi Cloud',
  activities: { [`${PACKAGE}.ui.MiCloudMainActivity`]: cloudMain },
};
