import type { ConsentState } from '#model/consent';
import type { LedgerLine } from '#model/ledger';
import type { Stimulus } from '#model/surroundings';
import { type LiveCall, showCall } from './apps/incall.ts';
import { addMessage } from './apps/messaging.ts';
import type { Ledger } from './ledger.ts';
import type { Machine } from './machine.ts';
import { APEX_STORE, listStore, SYSTEM_STORE, USER_STORE } from './state/certificates.ts';
import type { Call, Contact, Message } from './state/people.ts';

/** What can go wrong on demand. `vanish` closes adb until `return`. */
export type TwinFault = 'kill-automation' | 'drop-adb' | 'vanish' | 'return';

/** Everything that a harness must put back, for comparison before and after; and the rows that people make. */
export type TwinSnapshot = {
  readonly settings: Readonly<Record<'global' | 'secure' | 'system', Readonly<Record<string, string>>>>;
  /** Name → version code. */
  readonly packages: Readonly<Record<string, number>>;
  /** File names by store. */
  readonly certificates: Readonly<Record<'user' | 'system' | 'apex', readonly string[]>>;
  /** Reverse tunnels, `tcp:8080 tcp:5650`. */
  readonly tunnels: readonly string[];
  readonly mounts: readonly string[];
  readonly proxy: string | null;
  readonly rootShell: boolean;
  readonly account: string | null;
  readonly consents: Readonly<Record<string, ConsentState>>;
  readonly contacts: readonly Contact[];
  readonly messages: readonly Message[];
  readonly calls: readonly Call[];
};

/** What the world around a twin can do to it, in the same process or over a control channel. */
export type TwinControl = {
  /** Returns when everything that fell due at once was sent. An incoming call rings until it is answered or ended. */
  readonly stimulate: (stimulus: Stimulus) => Promise<void>;
  /** The other side of the call hangs up. */
  readonly hangUp: () => Promise<void>;
  /** Moves the handset's clock forward; returns its time when all that was due has been sent. */
  readonly advance: (byMs: number) => Promise<number>;
  readonly now: () => Promise<number>;
  readonly reboot: () => Promise<void>;
  readonly fault: (kind: TwinFault) => Promise<void>;
  readonly snapshot: () => Promise<TwinSnapshot>;
  readonly unknownCommands: () => Promise<readonly string[]>;
  /** What went wrong inside the twin itself. */
  readonly faults: () => Promise<readonly string[]>;
  readonly ledger: () => Promise<readonly LedgerLine[]>;
};

/** What the control needs of a running twin beside its machine. */
export type Controlled = {
  readonly machine: Machine;
  readonly ledger: Ledger;
  readonly faults: readonly string[];
  readonly tunnels: () => readonly string[];
  /** Stops and starts listening on the same port. */
  readonly setReachable: (reachable: boolean) => Promise<void>;
};

const snapshotOf = ({ machine, tunnels }: Controlled): TwinSnapshot => {
  const { settings, packages, files, status, consents, people, route } = machine.handset;
  const names = (store: string): string[] => listStore(files, store).map(([name]) => name);
  const { proxy } = route();
  return {
    settings: {
      global: Object.fromEntries(settings.list('global')),
      secure: Object.fromEntries(settings.list('secure')),
      system: Object.fromEntries(settings.list('system')),
    },
    packages: Object.fromEntries(packages.list().map(({ name, versionCode }) => [name, versionCode])),
    certificates: { user: names(USER_STORE), system: names(SYSTEM_STORE), apex: names(APEX_STORE) },
    tunnels: tunnels(),
    mounts: files.mounts.map(({ path }) => path),
    proxy: proxy === null ? null : `${proxy.host}:${proxy.port}`,
    rootShell: status.rootShell,
    account: status.account,
    consents: consents.states(),
    contacts: people.contacts.list(),
    messages: people.messages.list(),
    calls: people.calls.list(),
  };
};

const applyFault = async ({ machine, setReachable }: Controlled, kind: TwinFault): Promise<void> => {
  switch (kind) {
    case 'kill-automation':
      machine.processes.stopNamed('io.appium.uiautomator2.server');
      return;
    case 'drop-adb':
      machine.dropConnections();
      return;
    case 'vanish':
    case 'return':
      await setReachable(kind === 'return');
  }
};

/** The control of a twin in the same process. */
export const createControl = (controlled: Controlled): TwinControl => {
  const { machine, ledger, faults } = controlled;
  const { clock } = machine.handset;
  let live: LiveCall | undefined;
  return {
    stimulate: async (stimulus) => {
      if (stimulus.kind === 'incoming-sms') addMessage(machine.handset, stimulus.from, stimulus.text, 1);
      else live = showCall(machine, stimulus.from, true);
      await clock.settle();
    },
    hangUp: async () => {
      live?.end();
      await clock.settle();
    },
    advance: async (byMs) => {
      await clock.advanceTo(clock.nowMs() + byMs);
      return clock.nowMs();
    },
    now: async () => clock.nowMs(),
    reboot: async () => {
      machine.reboot();
      await clock.settle();
    },
    fault: (kind) => applyFault(controlled, kind),
    snapshot: async () => snapshotOf(controlled),
    unknownCommands: async () => machine.unknownCommands,
    faults: async () => faults,
    ledger: async () => ledger.lines(),
  };
};
