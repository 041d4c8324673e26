import type { Machine } from '../machine.ts';
import type { App } from './app.ts';
import { cloudMain } from './cloud.ts';
import { button, column, field, label, type Screen, settingRow, titleBar, type View } from './view.ts';

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

type Form = { name: string; password: string; agreed: boolean; message: string };

const signIn = ({ handset, windows }: Machine, form: Form, onward: () => Screen): void => {
  const { id, password, email } = handset.profile.account;
  const isKnown = (form.name === id || form.name === email) && form.password === password;
  if (!form.agreed) form.message = "Agree to Mi Account's User Agreement and Privacy Policy first";
  else if (!isKnown) form.message = 'Incorrect password or account';
  else {
    handset.status.account = id;
    windows.show(onward());
    handset.events.emit('account.signed-in', { 'account.id': id });
  }
};

const licence = (form: Form): View => ({
  type: 'android.widget.CheckBox',
  id: `${ID}/license`,
  text: "I've read and agreed to the User Agreement and Privacy Policy",
  checked: form.agreed,
  onTap: () => {
    form.agreed = !form.agreed;
  },
});

const input = (hint: string, key: 'name' | 'password', form: Form): View =>
  field(
    hint,
    form[key],
    (text) => {
      form[key] = text;
    },
    { id: `${ID}/et_account_${key}`, password: key === 'password' },
  );

const welcome = (machine: Machine): Screen => {
  const form: Form = { name: '', password: '', agreed: false, message: '' };
  return {
    packageName: PACKAGE,
    activity: `${PACKAGE}.ui.WelcomeActivity`,
    render: () =>
      column(
        titleBar('Sign in to your Mi Account'),
        input('Email/Phone/Mi Account', 'name', form),
        input('Password', 'password', form),
        licence(form),
        ...(form.message === '' ? [] : [label(form.message, `${ID}/error_status`)]),
        button('Sign in', `${ID}/btn_login`, () => {
          signIn(machine, form, () => settingsScreen(machine));
        }),
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
