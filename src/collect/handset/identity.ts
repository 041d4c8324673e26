import type { Canary } from '#model/canary';
import { parseCells, parseLocation, parseWifi } from './answers/surroundings.ts';
import { parsePackages } from './answers/packages.ts';
import { parseParcel } from './answers/parcel.ts';
import {
  checkedReadings,
  imeisFromTexts,
  readingsFromProperties,
  readingsFromSettings,
  type Reading,
} from './identity-from-answers.ts';
import type { HandsetShell } from './shell.ts';
import { subscriberCalls } from './subscriber-calls.ts';

const fromSubscriberInfo = async (shell: HandsetShell, apiLevel: number): Promise<Reading[]> => {
  const readings: Reading[] = [];
  for (const { class: kind, transaction, args } of subscriberCalls(apiLevel)) {
    const words = ['service', 'call', 'iphonesubinfo', String(transaction), ...args];
    const parcel = parseParcel((await shell.run(words)).text);
    const source = `service call iphonesubinfo ${String(transaction)}`;
    if (parcel.kind === 'text') readings.push({ class: kind, value: parcel.text.trim(), source });
  }
  return readings;
};

/** Up to Android 4.4 (dumpsys says nothing from 5.0 on). */
const fromSubscriberDump = async (shell: HandsetShell): Promise<Reading[]> => {
  const { text } = await shell.run(['dumpsys', 'iphonesubinfo']);
  const value = /Device ID = (\d+)/.exec(text)?.[1];
  return value === undefined ? [] : [{ class: 'imei', value, source: 'dumpsys iphonesubinfo' }];
};

const fromSurroundings = async (shell: HandsetShell, apiLevel: number): Promise<Reading[]> => {
  const wifiWords = apiLevel >= 30 ? ['cmd', 'wifi', 'status'] : ['dumpsys', 'wifi'];
  const source = wifiWords.join(' ');
  const wifi = parseWifi((await shell.run(wifiWords)).text);
  const location = parseLocation((await shell.run(['dumpsys', 'location'])).text);
  const cells = parseCells((await shell.run(['dumpsys', 'telephony.registry'])).text);
  const facts: readonly (readonly [Reading['class'], string | null])[] = [
    ['ssid', wifi.ssid],
    ['bssid', wifi.bssid],
    ['mac', wifi.mac],
    ['ip', wifi.ip],
  ];
  return [
    ...facts.flatMap(([kind, value]) => (value === null ? [] : [{ class: kind, value, source }])),
    ...(location === null
      ? []
      : [{ class: 'location' as const, value: location, source: 'dumpsys location' }]),
    ...cells.map((value) => ({ class: 'cell' as const, value, source: 'dumpsys telephony.registry' })),
  ];
};

const fromPackages = async (shell: HandsetShell): Promise<Reading[]> => {
  const { text } = await shell.run(['pm', 'list', 'packages', '-U']);
  const source = 'pm list packages';
  return parsePackages(text).map(({ name }) => ({ class: 'installed_apps', value: name, source }));
};

/** Gives each reading the id of its class and number: `imei-1`, `contact-number-2`. */
const canariesFrom = (readings: readonly Reading[], region: string | null): Canary[] => {
  const counts = new Map<string, number>();
  return readings.map(({ class: kind, value, source }) => {
    const number = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, number);
    const id = `${kind.replaceAll(/[._]/g, '-')}-${String(number)}`;
    const isNational = kind === 'phone.own' && !value.startsWith('+') && region !== null;
    return { id, class: kind, value, source, ...(isNational ? { region } : {}) };
  });
};

export type IdentitySources = {
  readonly apiLevel: number;
  /** ISO country of the SIM, for national numbers. */
  readonly region: string | null;
  /** The texts of the dialog that `*#06#` opens; empty where it cannot be opened. */
  readonly imeiScreen: () => Promise<readonly string[]>;
  /** What the operator knows, from lab.yaml. */
  readonly operator: readonly { readonly class: Reading['class']; readonly value: string }[];
};

/**
 * Reads what identifies the handset, its SIM and its surroundings: getprop first, then `service call`, dumpsys, the
 * dialler's dialog where no IMEI was found, and the operator's own entries. Values that lack the form or the check
 * digit of their class are left out; each kept one has its source.
 */
export const readIdentity = async (shell: HandsetShell, sources: IdentitySources): Promise<Canary[]> => {
  const readings: Reading[] = [
    ...sources.operator.map((entry) => ({ ...entry, source: 'operator entry' })),
    ...readingsFromProperties(await shell.properties()),
    ...(await fromSubscriberInfo(shell, sources.apiLevel)),
    ...(sources.apiLevel < 21 ? await fromSubscriberDump(shell) : []),
  ];
  for (const table of ['secure', 'global', 'system'] as const)
    readings.push(...readingsFromSettings(table, await shell.settings(table)));
  readings.push(...(await fromSurroundings(shell, sources.apiLevel)), ...(await fromPackages(shell)));
  if (!checkedReadings(readings).some((reading) => reading.class === 'imei'))
    readings.push(...imeisFromTexts(await sources.imeiScreen(), 'dialler *#06#'));
  return canariesFrom(checkedReadings(readings), sources.region);
};
