import type { Machine } from '../machine.ts';

/** Android key codes by number and by name. Source: AOSP KeyEvent.java. */
const KEYS: Readonly<Record<string, string>> = {
  3: 'HOME',
  4: 'BACK',
  5: 'CALL',
  6: 'ENDCALL',
  26: 'POWER',
  66: 'ENTER',
  67: 'DEL',
  82: 'MENU',
  111: 'ESCAPE',
  187: 'APP_SWITCH',
  223: 'SLEEP',
  224: 'WAKEUP',
};

const setScreen = ({ handset }: Machine, on: boolean): void => {
  if (handset.status.screenOn === on) return;
  handset.status.screenOn = on;
  handset.events.emit(on ? 'screen-on' : 'screen-off');
};

const deleteLetter = ({ windows }: Machine): void => {
  const target = windows.focused();
  if (target !== undefined) windows.type(target, (target.view.text ?? '').slice(0, -1));
};

const typeDigit = ({ windows }: Machine, code: number): void => {
  const target = windows.focused();
  if (target !== undefined) windows.type(target, `${target.view.text ?? ''}${String(code - 7)}`);
};

/** Presses a key, by number or by name with or without `KEYCODE_`; keys without an effect here do nothing. */
export const pressKey = (machine: Machine, key: string): void => {
  const name = KEYS[key] ?? key.replace(/^KEYCODE_/, '');
  const code = Number(key);
  if (code >= 7 && code <= 16) typeDigit(machine, code);
  else if (name === 'HOME') machine.windows.home();
  else if (name === 'BACK' || name === 'ESCAPE') machine.windows.back();
  else if (name === 'DEL') deleteLetter(machine);
  else if (name === 'POWER') setScreen(machine, !machine.handset.status.screenOn);
  else if (name === 'SLEEP') setScreen(machine, false);
  else if (name === 'WAKEUP') setScreen(machine, true);
};
