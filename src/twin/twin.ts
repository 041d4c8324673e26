import { type Twin, TWIN_PROPERTY } from '#model/twin';
import { type Adbd, listenAdbd } from './adbd/listen.ts';
import { createHomeScreen, type HomeIcon } from './apps/home.ts';
import { startActivity } from './apps/launch.ts';
import { wizardStart } from './apps/provision.ts';
import { APPS } from './apps/registry.ts';
import { createWindows } from './apps/windows.ts';
import { createClock } from './clock.ts';
import { createControl, type TwinControl } from './control.ts';
import { bootFileTree } from './files/tree.ts';
import { createHandset, type Handset } from './handset.ts';
import { type Firmware, startFirmware } from './firmware/firmware.ts';
import { createLedger } from './ledger.ts';
import type { Machine } from './machine.ts';
import type { TwinNetwork } from './network.ts';
import { addToStore, APEX_STORE, certificateFrom, SYSTEM_STORE } from './state/certificates.ts';
import { SYSTEM_ROOTS } from './state/system-roots.ts';
import { createProcessTable } from './state/processes.ts';
import { runUiAutomator } from './uiautomator/server.ts';

/** How a twin is started. */
export type TwinOptions = {
  readonly twin: Twin;
  /** Port of adbd on 127.0.0.1; 0 takes a free one. */
  readonly port?: number;
  /** Ms since the epoch at which the handset's clock starts; the host's time when left out. */
  readonly startMs?: number;
  /** False: time moves only by `advance`. */
  readonly ticks?: boolean;
  /** PEM certificates to stand in the system store beside its own roots. */
  readonly systemCertificates?: readonly string[];
  /** Every ledger line is appended to it as JSON. */
  readonly ledgerFile?: string;
  /** Where hosts answer that are not asked through a proxy; without it none does. */
  readonly network?: TwinNetwork;
};

/** A twin that runs. Disposing it ends every connection and frees its port. */
export type RunningTwin = AsyncDisposable & {
  /** What `adb connect` takes, and the serial that adb gives it. */
  readonly address: string;
  readonly port: number;
  readonly machine: Machine;
  readonly control: TwinControl;
};

const iconsOf = (machine: () => Machine): readonly HomeIcon[] =>
  APPS.filter(
    ({ packageName, launcher }) =>
      launcher !== null && machine().handset.packages.get(packageName) !== undefined,
  ).map(({ packageName, launcher, title }) => ({
    title,
    open: () => {
      const activity = launcher ?? '';
      startActivity(machine(), { packageName, activity, action: '', address: '', extras: {} });
    },
  }));

const installCertificates = ({ files, profile }: Handset, pems: readonly string[]): void => {
  files.systemWritable = true;
  for (const pem of pems) {
    const certificate = certificateFrom(Buffer.from(pem));
    if (certificate === null) continue;
    addToStore(files, SYSTEM_STORE, certificate);
    if (profile.apiLevel >= 34) addToStore(files, APEX_STORE, certificate);
  }
  files.systemWritable = false;
};

/** What a boot does to the state; connections are the caller's. */
const bootState = ({ handset, windows, processes }: Machine): void => {
  const { status, files, clock, events, traps } = handset;
  processes.stopAll();
  windows.home();
  windows.closePackage('com.android.incallui');
  bootFileTree(files);
  handset.bootSettings();
  handset.sentBytes.clear();
  Object.assign(status, { rootShell: false, screenOn: true, locked: traps.lockPin !== null, inCall: false });
  status.bootedAtMs = clock.nowMs();
  events.emit('boot');
};

const createMachine = (handset: Handset, firmware: Firmware, adbd: () => Adbd): Machine => {
  const windows = createWindows(
    createHomeScreen(() => iconsOf(() => machine)),
    handset.profile.screen,
  );
  const machine: Machine = {
    handset,
    windows,
    processes: createProcessTable(),
    ports: new Map(),
    unknownCommands: [],
    runAutomation: (signal) => runUiAutomator(machine, signal),
    isAutomationRunning: () =>
      machine.processes.list().some(({ name }) => name === 'io.appium.uiautomator2.server'),
    fetchPage: firmware.fetchPage,
    dropConnections: () => {
      adbd().dropConnections();
    },
    reboot: () => {
      adbd().dropConnections();
      bootState(machine);
    },
  };
  return machine;
};

/**
 * Starts a virtual handset that a real adb accepts on 127.0.0.1. It is out of the box: its first-boot wizard is open.
 * @throws Failure environment when the port is taken
 */
export const startTwin = async (options: TwinOptions): Promise<RunningTwin> => {
  const faults: string[] = [];
  const clock = createClock({
    startMs: options.startMs ?? Date.now(),
    ticks: options.ticks ?? true,
    onFault: (fault) => void faults.push(String(fault)),
  });
  const ledger = createLedger(options.ledgerFile);
  const handset = createHandset(options.twin, clock);
  const { codename } = options.twin.handset;
  handset.properties.set(TWIN_PROPERTY, `${codename}@${options.twin.firmware.firmware}`);
  installCertificates(handset, [...SYSTEM_ROOTS, ...(options.systemCertificates ?? [])]);
  const firmware = startFirmware(handset, options.twin.firmware, {
    ledger,
    ports: options.network ?? null,
    pinned: options.systemCertificates ?? [],
  });
  const machine: Machine = createMachine(handset, firmware, () => adbd);
  const adbd: Adbd = await listenAdbd(() => machine, options.port ?? 0);
  handset.setConnector(adbd.connect);
  machine.windows.show(wizardStart(machine));
  handset.events.emit('boot');
  const { tunnels, setReachable } = adbd;
  return {
    address: `127.0.0.1:${adbd.port}`,
    port: adbd.port,
    machine,
    control: createControl({ machine, ledger, faults, tunnels, setReachable }),
    [Symbol.asyncDispose]: async () => {
      clock.stop();
      firmware.stop();
      machine.processes.stopAll();
      await adbd.close();
    },
  };
};
