import type { Machine } from '../machine.ts';
import type { App } from './app.ts';
import { cloudMain } from './cloud.ts';
import { button, column, field, label, type Screen, settingRow, titleBar } from './view.ts';

const PACKAGE = 'com.xiaomi.account';
const ID = `${PACKAGE}:id`;

const signOut = (machine: Machine): void => {
  const { status, events } = machine.handset;
  const id = status.account;
  if (id === null) return;
  status.account = null;
  events.emit('account.signed-out', { 'account.id': id });
};

const settingsScreen = (machine: Machine): Screen => ({
  packageName: PACKAGE,
  activity: `${PACKAGE}.ui.AccountSettingsActivity`,
  render: () =>
    column(
      titleBar('Mi Account'),
      label(machine.handset.status.account ?? '', `${ID}/user_id`),
      settingRow('Xiaomi Cloud', () => {
        machine.windows.push(cloudMain(machine));
      }),
      button('Sign out', `${ID}/logout_btn`, () => {
        signOut(machine);
        machine.windows.show(welcome(machine));
      }),
    ),
});

const welcome = (machine: Machine): Screen => {
  const typed = { name: '', password: '' };
  let agreed = false;
  let message = '';
  const { handset, windows } = machine;
  const signIn = (): void => {
    const { id, password, email } = handset.profile.account;
    const isKnown = (typed.name === id || typed.name === email) && typed.password === password;
    if (!agreed) message = "Agree to Mi Account's User Agreement and Privacy Policy first";
    else if (!isKnown) message = 'Incorrect password or account';
    else {
      handset.status.account = id;
      windows.show(settingsScreen(machine));
      handset.events.emit('account.signed-in', { 'account.id': id });
    }
  };
  return {
    packageName: PACKAGE,
    activity: `${PACKAGE}.ui.WelcomeActivity`,
    render: () =>
      column(
        titleBar('Sign in to your Mi Account'),
        field(
          'Email/Phone/Mi Account',
          typed.name,
          (text) => {
            typed.name = text;
          },
          { id: `${ID}/et_account_name` },
        ),
        field(
          'Password',
          typed.password,
          (text) => {
            typed.password = text;
          },
          { id: `${ID}/et_account_password`, password: true },
        ),
        {
          type: 'android.widget.CheckBox',
          id: `${ID}/license`,
          text: "I've read and agreed to the User Agreement and Privacy Policy",
          checked: agreed,
          onTap: () => {
            agreed = !agreed;
          },
        },
        ...(message === '' ? [] : [label(message, `${ID}/error_status`)]),
        button('Sign in', `${ID}/btn_login`, signIn),
      ),
  };
};

/** The account's screen: its settings when somebody is signed in, else the sign-in. */
export const accountScreen = (machine: Machine): Screen =>
  machine.handset.status.account === null ? welcome(machine) : settingsScreen(machine);

/** The vendor's account. */
export const ACCOUNT_APP: App = {
  packageName: PACKAGE,
  launcher: null,
  title: 'Mi Account',
  activities: {
    [`${PACKAGE}.ui.AccountSettingsActivity`]: accountScreen,
    [`${PACKAGE}.ui.WelcomeActivity`]: accountScreen,
  },
};
