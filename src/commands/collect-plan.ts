import { namedFile } from '#devices/named-file';
import { readScenario } from '#devices/read-scenario';
import { Failure } from '#model/failure';
import type { Scenario } from '#model/scenario';
import type { StationOptions } from './station/station.ts';

/** The options of `collect` as the command line gives them. */
export type CollectCommandOptions = StationOptions & {
  readonly scenario?: string;
  readonly out?: string;
  readonly idle?: string;
  readonly engine?: string;
  readonly route?: string;
  readonly appium?: string;
  readonly restoreFirst?: boolean;
  /** Install adb where it is missing and that is possible. */
  readonly install?: boolean;
};

/** What those options come to, checked before anything is started. */
export type CollectPlan = {
  readonly scenario: Scenario;
  readonly scenarioSha256: string;
  readonly idleMs?: number;
  readonly appium?: { readonly host: string; readonly port: number };
};

const DEFAULT_SCENARIO = 'f-secure-2014';
const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

const idleFrom = (text: string): number => {
  const parts = /^(\d{1,5})([smh])$/u.exec(text);
  if (parts !== null) return Number(parts[1]) * (UNITS[parts[2] ?? ''] ?? 0);
  throw new Failure('usage', '--idle: a duration is expected', { remedy: 'give one such as 90s, 10m or 2h' });
};

const appiumFrom = (text: string): { readonly host: string; readonly port: number } => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === 'http:' && url.pathname === '/' && url.port !== '')
    return { host: url.hostname, port: Number(url.port) };
  throw new Failure('usage', '--appium: the address of a running Appium is expected', {
    remedy: 'give one such as http://127.0.0.1:4723',
  });
};

/** Options of which there is one choice so far; named, so that a later one breaks no script. */
const checkOnly = (option: string, given: string | undefined, only: string): void => {
  if (given === undefined || given === only) return;
  throw new Failure('usage', `${option}: "${given.slice(0, 40)}" is not known`, {
    remedy: `leave it out, or give ${only}`,
  });
};

/** Checks the options and reads the scenario. @throws Failure `usage`, or of the scenario file */
export const planFrom = async (options: CollectCommandOptions): Promise<CollectPlan> => {
  checkOnly('--engine', options.engine, 'native');
  checkOnly('--route', options.route, 'adb-reverse');
  const idle = options.idle === undefined ? {} : { idleMs: idleFrom(options.idle) };
  const appium = options.appium === undefined ? {} : { appium: appiumFrom(options.appium) };
  const file = await namedFile('scenarios', options.scenario ?? DEFAULT_SCENARIO);
  const { value: scenario, sha256 } = await readScenario(file);
  return { scenario, scenarioSha256: sha256, ...idle, ...appium };
};
