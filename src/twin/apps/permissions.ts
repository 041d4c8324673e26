import type { Machine } from '../machine.ts';
import { button, column, label, type Screen } from './view.ts';

/** Run-time permissions that the twin's apps ask for when they are opened first. */
const ASKED: Readonly<Record<string, readonly [permission: string, words: string]>> = {
  'com.android.contacts': ['android.permission.READ_CONTACTS', 'access your contacts'],
  'com.android.mms': ['android.permission.READ_SMS', 'send and view SMS messages'],
  'com.android.browser': ['android.permission.ACCESS_FINE_LOCATION', "access this device's location"],
  'com.mi.globalbrowser': ['android.permission.ACCESS_FINE_LOCATION', "access this device's location"],
};

/** Where the profile has it, lays MIUI's permission dialog over an app that lacks a permission. */
export const askForPermissions = ({ handset, windows }: Machine, packageName: string): void => {
  const asked = ASKED[packageName];
  const installed = handset.packages.get(packageName);
  if (
    !handset.traps.asksPermissions ||
    asked === undefined ||
    installed?.granted.includes(asked[0]) !== false
  )
    return;
  const [permission, words] = asked;
  const answer = (granted: boolean): void => {
    if (granted) handset.packages.put({ ...installed, granted: [...installed.granted, permission] });
    windows.close(dialog);
  };
  const prefix = 'com.lbe.security.miui:id';
  const dialog: Screen = {
    packageName: 'com.lbe.security.miui',
    activity: 'com.android.packageinstaller.permission.ui.GrantPermissionsActivity',
    render: () =>
      column(
        label(`Allow this app to ${words}?`, `${prefix}/permission_message`),
        button('While using the app', `${prefix}/permission_allow_foreground_only_button`, () => {
          answer(true);
        }),
        button('Deny', `${prefix}/permission_deny_button_new`, () => {
          answer(false);
        }),
      ),
  };
  windows.push(dialog);
};
