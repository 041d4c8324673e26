import type { TwinSnapshot } from './control.ts';

const setDifference = (before: readonly string[], after: readonly string[], what: string): string[] => [
  ...before.filter((one) => !after.includes(one)).map((one) => `${what} ${one} is gone`),
  ...after.filter((one) => !before.includes(one)).map((one) => `${what} ${one} was left`),
];

const settingsDifference = (before: TwinSnapshot, after: TwinSnapshot): string[] =>
  (['global', 'secure', 'system'] as const).flatMap((table) => {
    const [old, now] = [before.settings[table], after.settings[table]];
    return [...new Set([...Object.keys(old), ...Object.keys(now)])]
      .filter((key) => old[key] !== now[key])
      .map((key) => `setting ${table} ${key}`);
  });

const packagesDifference = (before: TwinSnapshot, after: TwinSnapshot): string[] =>
  [...new Set([...Object.keys(before.packages), ...Object.keys(after.packages)])]
    .filter((name) => before.packages[name] !== after.packages[name])
    .map((name) => `package ${name}`);

/** Messages that the owner sent stay, as sent messages do. */
const SENT = 2;

/** In the words in which restoring lists rows that a provider did not let go. */
const rowsDifference = (before: TwinSnapshot, after: TwinSnapshot): string[] => {
  const stays = (one: { readonly type: number }): boolean => one.type !== SENT;
  const counts = [
    ['content://com.android.contacts/raw_contacts', before.contacts.length, after.contacts.length],
    ['content://sms', before.messages.filter(stays).length, after.messages.filter(stays).length],
    ['content://call_log/calls', before.calls.length, after.calls.length],
  ] as const;
  return counts.filter(([, old, now]) => old !== now).map(([uri]) => `a row in ${uri}`);
};

/**
 * What of a twin is not as it was, in words; without what the owner did (`leftChanged`, such as `setting secure key`).
 * Account, consents and sent messages are the owner's.
 */
export const unrestored = (
  before: TwinSnapshot,
  after: TwinSnapshot,
  leftChanged: readonly string[],
): readonly string[] => {
  const differences = [
    ...settingsDifference(before, after),
    ...packagesDifference(before, after),
    ...setDifference(before.tunnels, after.tunnels, 'tunnel'),
    ...setDifference(before.mounts, after.mounts, 'mount'),
    ...(['user', 'system', 'apex'] as const).flatMap((store) =>
      setDifference(
        before.certificates[store],
        after.certificates[store],
        `certificate of the ${store} store`,
      ),
    ),
    ...rowsDifference(before, after),
    ...(before.proxy === after.proxy ? [] : ['the proxy in force']),
    ...(before.rootShell === after.rootShell ? [] : ['the root shell']),
  ];
  return differences.filter((one) => !leftChanged.includes(one));
};
