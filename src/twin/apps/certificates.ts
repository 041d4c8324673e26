import { listDirectory, readBytes, removePath } from '../files/tree.ts';
import { FileFault } from '../files/node.ts';
import type { Machine } from '../machine.ts';
import { addToStore, certificateFrom, listStore, USER_STORE } from '../state/certificates.ts';
import { button, column, field, label, list, type Screen, settingRow, titleBar, type View } from './view.ts';

const PACKAGE = 'com.android.settings';
const DOWNLOADS = '/sdcard/Download';

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

const install = (machine: Machine, name: string): void => {
  const { files } = machine.handset;
  const certificate = certificateFrom(readBytes(files, `${DOWNLOADS}/${name}`));
  if (certificate !== null) addToStore(files, USER_STORE, certificate);
};

/** The files that the picker offers; those that hold no certificate are shown too, and do nothing. */
const picker = (machine: Machine): Screen => {
  const names = (): readonly string[] => {
    try {
      return listDirectory(machine.handset.files, DOWNLOADS).map(([name]) => name);
    } catch (fault) {
      if (fault instanceof FileFault) return [];
      throw fault;
    }
  };
  const screen: Screen = {
    packageName: 'com.android.documentsui',
    activity: 'com.android.documentsui.picker.PickActivity',
    render: () =>
      column(
        titleBar('Downloads'),
        list(
          ...names().map((name): View => ({
            ...label(name, 'android:id/title'),
            onTap: () => {
              machine.windows.close(screen);
              install(machine, name);
            },
          })),
        ),
      ),
  };
  return screen;
};

/** Where the profile has a PIN, it is asked for before the picker opens. */
const confirmLock = (machine: Machine): Screen => {
  let typed = '';
  const screen: Screen = {
    packageName: PACKAGE,
    activity: `${PACKAGE}.password.ConfirmLockPassword$InternalActivity`,
    render: () =>
      column(
        label('Confirm your PIN', 'android:id/title'),
        field(
          '',
          typed,
          (text) => {
            typed = text;
          },
          { id: `${PACKAGE}:id/password_entry`, password: true },
        ),
        button('Continue', `${PACKAGE}:id/footerRightButton`, () => {
          if (typed !== machine.handset.traps.lockPin) return;
          machine.windows.close(screen);
          machine.windows.push(picker(machine));
        }),
      ),
  };
  return screen;
};

const warning = (machine: Machine): Screen => {
  const screen: Screen = {
    packageName: PACKAGE,
    activity: `${PACKAGE}.security.InstallCaCertificateWarning`,
    render: () =>
      column(
        label("Your data won't be private", `${PACKAGE}:id/suc_layout_title`),
        button("Don't install", `${PACKAGE}:id/certificate_warning_dont_install`, () => {
          machine.windows.close(screen);
        }),
        button('Install anyway', `${PACKAGE}:id/certificate_warning_install_anyway`, () => {
          machine.windows.close(screen);
          machine.windows.push(
            machine.handset.traps.lockPin === null ? picker(machine) : confirmLock(machine),
          );
        }),
      ),
  };
  return screen;
};

const installPage = (machine: Machine): Screen =>
  page(machine, 'Install a certificate', 'Settings$InstallCertificateFromStorageActivity', () => [
    settingRow('CA certificate', () => {
      machine.windows.push(warning(machine));
    }),
    settingRow('VPN & app user certificate', () => undefined),
    settingRow('Wi-Fi certificate', () => undefined),
  ]);

const trusted = (machine: Machine): Screen =>
  page(machine, 'Trusted credentials', 'Settings$TrustedCredentialsSettingsActivity', () =>
    listStore(machine.handset.files, USER_STORE).map(([name, certificate]) =>
      settingRow(
        /CN=([^\n]*)/.exec(certificate.subject)?.[1] ?? name,
        () => {
          removePath(machine.handset.files, `${USER_STORE}/${name}`, { user: 0, recursive: false });
        },
        'User',
      ),
    ),
  );

/** Settings > Passwords & security > Encryption & credentials. */
export const credentialsPage = (machine: Machine): Screen =>
  page(machine, 'Encryption & credentials', 'Settings$EncryptionAndCredentialActivity', () => [
    settingRow(
      'Trusted credentials',
      () => {
        machine.windows.push(trusted(machine));
      },
      'Display trusted CA certificates',
    ),
    settingRow('Install a certificate', () => {
      machine.windows.push(installPage(machine));
    }),
  ]);
