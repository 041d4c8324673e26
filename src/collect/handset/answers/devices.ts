/** One line of `adb devices -l`. The serial is for adb alone: it stands in no message and no file. */
export type AttachedHandset = {
  readonly serial: string;
  readonly state: 'device' | 'unauthorized' | 'offline' | 'no-permissions' | 'other';
  /** `ro.product.model` with blanks turned into `_`; null where adb does not know it. */
  readonly model: string | null;
  readonly device: string | null;
};

const stateOf = (rest: string): AttachedHandset['state'] => {
  if (rest.startsWith('no permissions')) return 'no-permissions';
  const word = /^\S+/.exec(rest)?.[0] ?? '';
  return word === 'device' || word === 'unauthorized' || word === 'offline' ? word : 'other';
};

const fieldOf = (rest: string, name: string): string | null =>
  new RegExp(`(?:^|\\s)${name}:(\\S+)`).exec(rest)?.[1] ?? null;

/** Reads `adb devices` and `adb devices -l`, banners of a starting daemon left out (adb 1.0.3x to 1.0.41). */
export const parseDevices = (text: string): AttachedHandset[] =>
  text.split(/\r?\n/).flatMap((line) => {
    const parts = /^(\S+)\s+(\S.*)$/.exec(line);
    const [, serial = '', rest = ''] = parts ?? [];
    if (parts === null || serial === '*' || line.startsWith('List of devices')) return [];
    return [{ serial, state: stateOf(rest), model: fieldOf(rest, 'model'), device: fieldOf(rest, 'device') }];
  });
