import type { Duplex } from 'node:stream';
import type { Twin, TwinHandset } from '#model/twin';
import { NO_TRAPS, type TwinTraps } from '#model/twin-traps';
import type { Clock } from './clock.ts';
import { createEvents, type HandsetEvents } from './events.ts';
import { createFileTree } from './files/tree.ts';
import type { FileTree } from './files/walk.ts';
import { createPackageStore, type PackageStore } from './packages/package-store.ts';
import { type Consents, createConsents } from './state/consents.ts';
import { createPeople, type People } from './state/people.ts';
import { createProperties, type Properties } from './state/properties.ts';
import { createProxySetting, type ProxyAddress } from './state/proxy-setting.ts';
import { createSettings, type Settings } from './state/settings.ts';

/** What changes on a handset beside its tables. */
export type HandsetStatus = {
  /** Id of the vendor's account that is signed in, else null. */
  account: string | null;
  wizardDone: boolean;
  screenOn: boolean;
  locked: boolean;
  /** adbd runs as root. */
  rootShell: boolean;
  wifiOn: boolean;
  inCall: boolean;
  bootedAtMs: number;
};

/**
 * One handset with all its state, kept for as long as it runs and shared by every connection to it. Firmware listens
 * to `events`, keeps time by `clock`, reads certificates from `files` and sends along `route()` and `connect()`.
 */
export type Handset = {
  readonly profile: TwinHandset;
  readonly traps: TwinTraps;
  readonly clock: Clock;
  readonly events: HandsetEvents;
  readonly settings: Settings;
  readonly properties: Properties;
  readonly files: FileTree;
  readonly packages: PackageStore;
  readonly people: People;
  readonly consents: Consents;
  readonly status: HandsetStatus;
  /** Bytes sent by uid since boot, for `dumpsys netstats`; the network stack adds to it. */
  readonly sentBytes: Map<number, number>;
  readonly route: () => HandsetRoute;
  /**
   * A connection to a port of the handset's own loopback: a reverse tunnel or one of its services. Null: nothing
   * listens there. Never throws; the stream ends when the tunnel does.
   */
  readonly connect: (port: number) => Duplex | null;
  /** Takes over what `connect` does; made by adbd, which holds the tunnels. */
  readonly setConnector: (connector: (port: number) => Duplex | null) => void;
  /** What a boot does to settings that hold only until then. */
  readonly bootSettings: () => void;
};

/** How traffic leaves: through the proxy of the global setting, or straight. */
export type HandsetRoute = { readonly proxy: ProxyAddress | null; readonly wifiOn: boolean };

const startStatus = (nowMs: number): HandsetStatus => ({
  account: null,
  wizardDone: false,
  screenOn: true,
  locked: false,
  rootShell: false,
  wifiOn: true,
  inCall: false,
  bootedAtMs: nowMs,
});

/** A handset out of the box. */
export const createHandset = ({ handset, firmware }: Twin, clock: Clock): Handset => {
  const traps: TwinTraps = { ...NO_TRAPS, ...withoutGaps(handset.traps), ...withoutGaps(firmware.traps) };
  const profile: TwinHandset = { ...handset, traps, buildType: firmware.buildType ?? handset.buildType };
  const events = createEvents(clock.nowMs);
  const settings = createSettings(profile);
  const proxy = createProxySetting(settings, traps.proxyDeleteNeedsReboot);
  const status = startStatus(clock.nowMs());
  let connector: (port: number) => Duplex | null = () => null;
  return {
    profile,
    traps,
    clock,
    events,
    settings,
    properties: createProperties(profile),
    files: createFileTree(clock.nowMs, profile.apiLevel),
    packages: createPackageStore(profile, clock.nowMs()),
    people: createPeople(),
    consents: createConsents(profile.consents, settings, events),
    status,
    sentBytes: new Map(),
    route: () => ({ proxy: proxy.current(), wifiOn: status.wifiOn }),
    connect: (port) => connector(port),
    setConnector: (made) => {
      connector = made;
    },
    bootSettings: proxy.boot,
  };
};

const withoutGaps = (traps: {
  readonly [Key in keyof TwinTraps]?: TwinTraps[Key] | undefined;
}): Partial<TwinTraps> =>
  Object.fromEntries(Object.entries(traps).filter(([, value]) => value !== undefined));
