import type { Machine } from '../machine.ts';
import type { App } from './app.ts';
import { askForPermissions } from './permissions.ts';
import { APPS } from './registry.ts';
import { column, label, type Screen } from './view.ts';
import type { Intent } from './windows.ts';

const HOME = 'android.intent.category.HOME';

const appOf = (packageName: string): App | undefined => APPS.find((app) => app.packageName === packageName);

/** The launcher activity of an installed package, with the package's name cut off its front; null without one. */
export const launcherOf = ({ handset }: Machine, packageName: string): string | null => {
  const installed = handset.packages.get(packageName);
  if (installed === undefined) return null;
  const activity = appOf(packageName)?.launcher ?? installed.launcher;
  return activity?.startsWith(`${packageName}.`) === true ? activity.slice(packageName.length) : activity;
};

/** An implicit intent's receiver among the installed apps. */
const resolve = (machine: Machine, intent: Intent): Intent | null => {
  const scheme = `${intent.address.split(':', 1)[0] ?? ''}:`;
  for (const app of APPS) {
    const activity =
      app.actions?.[intent.action] ?? (intent.address === '' ? undefined : app.actions?.[scheme]);
    if (activity !== undefined && machine.handset.packages.get(app.packageName) !== undefined)
      return { ...intent, packageName: app.packageName, activity };
  }
  return null;
};

/** The screen of a foreign app that was installed: its activity in front, with nothing to read on it. */
const blankScreen = ({ packageName, activity }: Intent): Screen => ({
  packageName,
  activity,
  render: () => column(label('')),
});

const screenOf = (machine: Machine, intent: Intent): Screen | null => {
  const app = appOf(intent.packageName);
  const activity = intent.activity === '' ? (app?.launcher ?? '') : intent.activity;
  const make = app?.activities[activity];
  if (make !== undefined) return make(machine, { ...intent, activity });
  return app === undefined && intent.activity !== '' ? blankScreen(intent) : null;
};

const startProcess = (machine: Machine, packageName: string): void => {
  const installed = machine.handset.packages.get(packageName);
  const isRunning = machine.processes.list().some(({ name }) => name === packageName);
  if (installed === undefined || isRunning) return;
  machine.processes.start(`u0_a${String(installed.uid - 10_000)}`, packageName);
};

/** Starts an activity as `am start` and the icons of the home screen do. */
export const startActivity = (
  machine: Machine,
  intent: Intent & { readonly category?: string },
): 'started' | 'no-activity' => {
  if (intent.category === HOME) {
    machine.windows.home();
    return 'started';
  }
  const named = intent.packageName === '' || (intent.activity === '' && intent.action.includes('VIEW'));
  const target = named ? resolve(machine, intent) : intent;
  if (target === null || machine.handset.packages.get(target.packageName) === undefined) return 'no-activity';
  const screen = screenOf(machine, target);
  if (screen === null) return 'no-activity';
  startProcess(machine, target.packageName);
  // Appium's helper shows its activity for a moment and then leaves the screen to what was there.
  if (target.packageName !== 'io.appium.settings') machine.windows.show(screen);
  machine.handset.events.emit('app.opened', { package: target.packageName, activity: screen.activity });
  askForPermissions(machine, target.packageName);
  return 'started';
};
