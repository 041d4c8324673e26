import { openAdb } from '#collect/handset/adb';
import type { AttachedHandset } from '#collect/handset/answers/devices';
import { borrowServer } from '#collect/handset/borrow-server';
import { listDevices } from '#devices/list-devices';
import { namedFile } from '#devices/named-file';
import { readHandset } from '#devices/read-handset';
import { listTwins } from '#devices/read-twin';
import { inertDocument } from '#report/inert';
import type { Console } from './console.ts';
import { adbServerFrom } from './station/adb-server.ts';

/** The options of `devices` as the command line gives them. */
export type DevicesOptions = { readonly adbServer?: string };

/** Only a person at a terminal is shown a serial. */
const serialFor = ({ serial }: AttachedHandset): string =>
  process.stdout.isTTY ? serial : `${serial.slice(0, 2)}…`;

const describeFiles = async (): Promise<readonly string[]> => {
  const lines: string[] = [];
  for (const codename of await listDevices('handsets')) {
    const { name, apiLevels, tested, driver } = await readHandset(await namedFile('handsets', codename));
    const api = `API ${String(apiLevels.from)} to ${String(apiLevels.to)}`;
    lines.push(`  ${codename}  ${name}, ${api}, ${driver}${tested ? '' : ', never tried on a real one'}`);
  }
  return lines;
};

/** `devices`: the handsets attached, the handset files and the twins that there are. Returns the exit code. */
export const devices = async ({ adbServer }: DevicesOptions, console: Console): Promise<number> => {
  const settings = adbServerFrom(adbServer);
  await using _server = await borrowServer(settings);
  const attached = await (await openAdb(settings)).devices();
  const rows = attached.map((one) => ({ serial: serialFor(one), state: one.state, model: one.model }));
  const twins = await listTwins();
  if (console.json) {
    const handsets = await listDevices('handsets');
    console.print(`${JSON.stringify({ attached: rows, handsets, twins })}\n`);
    return 0;
  }
  const lines = [
    'attached:',
    ...(rows.length === 0 ? ['  none'] : []),
    ...rows.map(({ serial, state, model }) => `  ${serial}  ${state}${model === null ? '' : `  ${model}`}`),
    'handset files (--handset):',
    ...(await describeFiles()),
    'twins (--twin):',
    ...twins.map((name) => `  ${name}`),
  ];
  console.print(inertDocument(`${lines.join('\n')}\n`));
  return 0;
};
