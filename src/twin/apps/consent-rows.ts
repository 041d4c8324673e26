import type { Machine } from '../machine.ts';
import { toggleRow, type View } from './view.ts';

/** Toggles for purposes, worded as the profile has them; purposes that it does not know are left out. */
export const consentRows = ({ handset }: Machine, purposes: readonly string[]): readonly View[] =>
  purposes.flatMap((purpose) => {
    const row = handset.consents.rowOf(purpose);
    if (row === undefined) return [];
    const isOn = handset.settings.get(row.setting.table, row.setting.key) === row.setting.on;
    const flip = (): void => {
      handset.consents.choose(purpose, !isOn);
    };
    return [toggleRow(row.title, isOn, flip, row.notice)];
  });
