import { checkAppium } from '#collect/driver/appium-server';
import { type Adb, openAdb } from '#collect/handset/adb';
import { borrowServer } from '#collect/handset/borrow-server';
import { isOnPath } from '#collect/handset/adb-missing';
import { selectHandset } from '#collect/handset/adb-failure';
import { journalPath, openJournal } from '#collect/handset/journal';
import { shellOf } from '#collect/handset/shell';
import { Failure } from '#model/failure';
import { inertDocument } from '#report/inert';
import type { Console } from './console.ts';
import { installAdb } from './install-adb.ts';
import { adbServerFrom } from './station/adb-server.ts';

/** The options of `doctor` as the command line gives them. */
export type DoctorOptions = {
  readonly install?: boolean;
  readonly device?: string;
  readonly adbServer?: string;
};

/** One thing looked at. `ok` null: it is not needed, or there is nothing to say against it. */
type Check = {
  readonly what: string;
  readonly ok: boolean | null;
  readonly said: string;
  readonly remedy?: string;
};

/** A check that is well unless it throws. */
const look = async (what: string, check: () => Promise<string>): Promise<Check> => {
  try {
    return { what, ok: true, said: await check() };
  } catch (fault) {
    if (!(fault instanceof Failure)) throw fault;
    const remedy = fault.remedy === undefined ? {} : { remedy: fault.remedy };
    return { what, ok: fault.code === 'no-handset' ? null : false, said: fault.message, ...remedy };
  }
};

const describePhone = async (adb: Adb, device: string | undefined): Promise<string> => {
  const { serial } = selectHandset(await adb.devices(), device);
  const properties = await shellOf(adb, serial).properties();
  const of = (key: string): string => properties.get(key)?.trim() ?? '?';
  return `${of('ro.product.model')}, Android ${of('ro.build.version.release')}, API ${of('ro.build.version.sdk')}`;
};

/** Nothing left over from an earlier run. */
const describeJournal = async (adb: Adb, device: string | undefined): Promise<string> => {
  const { serial } = selectHandset(await adb.devices(), device);
  const journal = await openJournal(journalPath(serial, process.env));
  const left = journal.pending().length;
  await journal.close();
  if (left === 0) return 'nothing is left changed by an earlier run';
  throw new Failure('usage', `an earlier run left ${String(left)} changes on it`, {
    remedy: 'run `phonehome restore`',
  });
};

const tshark = (): Check => ({
  what: 'tshark',
  ok: isOnPath('tshark') ? true : null,
  said: isOnPath('tshark') ? 'found' : 'not found; it is needed only for a .pcap with --keylog',
});

const checksOf = async ({ device, adbServer }: DoctorOptions): Promise<readonly Check[]> => {
  let adb: Adb | null = null;
  const settings = adbServerFrom(adbServer);
  await using _server = await borrowServer(settings);
  const first = await look('adb', async () => {
    adb = await openAdb(settings);
    const { out } = await adb.run(['version']);
    return out.toString('utf8').split('\n')[0] ?? '';
  });
  const appium = await look('Appium', async () => {
    await checkAppium('adb');
    return 'the driver and an Android SDK are there';
  });
  const client = adb as Adb | null;
  const phone =
    client === null
      ? []
      : [
          await look('phone', () => describePhone(client, device)),
          await look('journal', () => describeJournal(client, device)),
        ];
  return [{ what: 'node', ok: true, said: process.version }, first, appium, tshark(), ...phone];
};

const lineOf = ({ what, ok, said, remedy }: Check): string => {
  const sign = ok === null ? '–' : ok ? '✓' : '✗';
  return `${sign} ${what}: ${said}\n${ok !== true && remedy !== undefined ? `    ${remedy}\n` : ''}`;
};

/** `doctor`: what is there and what is missing. Returns 0, or 3 when something needed is missing. */
export const doctor = async (options: DoctorOptions, console: Console): Promise<number> => {
  if (options.install === true) await installAdb(console);
  const checks = await checksOf(options);
  if (console.json) console.print(`${JSON.stringify({ checks })}\n`);
  else if (!console.quiet) console.print(inertDocument(checks.map(lineOf).join('')));
  const missing = checks.filter(({ ok }) => ok === false);
  console.close(missing.length === 0 ? 'ready' : `missing: ${missing.map(({ what }) => what).join(', ')}`);
  return missing.length === 0 ? 0 : 3;
};
