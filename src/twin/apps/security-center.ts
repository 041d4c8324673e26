import type { Machine } from '../machine.ts';
import { button, column, label, type Screen } from './view.ts';

/**
 * Asks the owner about an installation over USB, as `AdbInstallActivity` does. False when it is declined, or when
 * nobody answers within the profile's time: real seconds, because the host waits in real seconds.
 */
export const askToInstall = ({ handset, windows }: Machine, packageName: string): Promise<boolean> =>
  new Promise((resolve) => {
    const answer = (allowed: boolean): void => {
      clearTimeout(timer);
      windows.close(dialog);
      resolve(allowed);
    };
    const prefix = 'com.miui.securitycenter:id';
    const dialog: Screen = {
      packageName: 'com.miui.securitycenter',
      activity: 'com.miui.permcenter.install.AdbInstallActivity',
      render: () =>
        column(
          label('Install via USB', 'miui:id/alertTitle'),
          label(packageName, `${prefix}/message`),
          button('Install', 'android:id/button2', () => {
            answer(true);
          }),
          button('Cancel', 'android:id/button1', () => {
            answer(false);
          }),
        ),
    };
    const timer = setTimeout(answer, handset.traps.installAskTimeoutMs, false).unref();
    windows.push(dialog);
  });
