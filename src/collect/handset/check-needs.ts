import { Failure } from '#model/failure';
import type { Scenario } from '#model/scenario';
import type { HandsetShell } from './shell.ts';

type Need = Scenario['needs'][number];
type Properties = ReadonlyMap<string, string>;

/** States of a slot in which a SIM is in it and can be used; `gsm.sim.state` holds one per slot (IccCardConstants). */
const USABLE_SIM = new Set(['READY', 'LOADED']);

/** Values of `wifi_on` for on, and for on in spite of the flight mode (WifiSettingsStore). */
const WIFI_ON = new Set(['1', '2']);

const GPS_FEATURE = /^feature:android\.hardware\.location\.gps$/mu;

const CHECKS: Readonly<
  Record<Need, (shell: HandsetShell, properties: Properties) => boolean | Promise<boolean>>
> = {
  sim: (_shell, properties) =>
    (properties.get('gsm.sim.state') ?? '').split(',').some((state) => USABLE_SIM.has(state.trim())),
  wifi: async (shell) => WIFI_ON.has((await shell.setting('global', 'wifi_on')) ?? ''),
  gps: async (shell) => GPS_FEATURE.test((await shell.run(['pm', 'list', 'features'])).text),
};

const REMEDIES: Readonly<Record<Need, string>> = {
  sim: 'insert a SIM card and unlock it with its PIN',
  wifi: 'switch Wi-Fi on and join a network',
  gps: 'take a handset with a GPS receiver',
};

/**
 * Asks the handset for what a scenario needs, before anything is changed on it.
 * @throws Failure `handset-refused` naming the first thing that is not there
 */
export const checkNeeds = async (
  shell: HandsetShell,
  properties: Properties,
  needs: readonly Need[],
): Promise<void> => {
  for (const need of needs)
    if (!(await CHECKS[need](shell, properties)))
      throw new Failure('handset-refused', `the scenario needs ${need}, and the handset does not have it`, {
        remedy: `${REMEDIES[need]}, or take another scenario`,
      });
};
