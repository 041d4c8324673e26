import { listDevices } from '#devices/list-devices';
import { namedFile } from '#devices/named-file';
import { readScenario } from '#devices/read-scenario';
import type { Console } from './console.ts';

/** `scenarios`: the shipped scenarios with their steps. Returns the exit code. */
export const scenarios = async (console: Console): Promise<number> => {
  const rows = [];
  for (const name of await listDevices('scenarios'))
    rows.push((await readScenario(await namedFile('scenarios', name))).value);
  if (console.json) {
    console.print(`${JSON.stringify(rows)}\n`);
    return 0;
  }
  for (const { name, title, steps } of rows) {
    console.print(`${name}: ${title}\n`);
    for (const step of steps) console.print(`  ${step.id}  ${step.title}\n`);
  }
  return 0;
};
