import type { Machine } from '../machine.ts';
import { showCall } from './incall.ts';
import { button, column, field, iconButton, label, row, type Screen, type View } from './view.ts';
import type { Intent } from './windows.ts';

const PACKAGE = 'com.android.contacts';
const ID = `${PACKAGE}:id`;

const KEYS: readonly (readonly (readonly [string, string])[])[] = [
  [
    ['1', 'one'],
    ['2', 'two'],
    ['3', 'three'],
  ],
  [
    ['4', 'four'],
    ['5', 'five'],
    ['6', 'six'],
  ],
  [
    ['7', 'seven'],
    ['8', 'eight'],
    ['9', 'nine'],
  ],
  [
    ['*', 'star'],
    ['0', 'zero'],
    ['#', 'pound'],
  ],
];

/** What `*#06#` opens: every IMEI, and the MEID where the model has one. */
const imeiDialog = (machine: Machine): Screen => {
  const { imei, meid } = machine.handset.profile.identifiers;
  const dialog: Screen = {
    packageName: PACKAGE,
    activity: `${PACKAGE}.activities.TwelveKeyDialer`,
    render: () =>
      column(
        label('IMEI', 'miui:id/alertTitle'),
        ...imei.map((value) => label(value, 'android:id/text1')),
        ...(meid === undefined ? [] : [label(meid, 'android:id/text1')]),
        button('OK', 'android:id/button1', () => {
          machine.windows.close(dialog);
        }),
      ),
  };
  return dialog;
};

/** The dial pad; on MIUI it lives in the contacts package. A `tel:` address only fills it in. */
export const dialler = (machine: Machine, intent: Intent): Screen => {
  let digits = intent.address.startsWith('tel:')
    ? decodeURIComponent(intent.address.slice('tel:'.length))
    : '';
  const setDigits = (text: string): void => {
    digits = text;
  };
  /** Only keys of the native pad run codes: a pre-filled code does nothing. */
  const press = (key: string): void => {
    digits += key;
    if (digits !== '*#06#') return;
    digits = '';
    machine.windows.push(imeiDialog(machine));
  };
  const dial = (): void => {
    if (digits === '') return;
    showCall(machine, digits, false);
    digits = '';
  };
  const key = ([letter, name]: readonly [string, string]): View => ({
    ...button(letter, `${ID}/${name}`, () => {
      press(letter);
    }),
    description: letter,
  });
  return {
    packageName: PACKAGE,
    activity: `${PACKAGE}.activities.TwelveKeyDialer`,
    render: () =>
      column(
        field('', digits, setDigits, { id: `${ID}/digits` }),
        ...KEYS.map((keys) => row(...keys.map(key))),
        iconButton('Dial using SIM1', `${ID}/dialButton`, dial),
      ),
  };
};
