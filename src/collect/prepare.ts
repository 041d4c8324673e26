import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Canary } from '#model/canary';
import type { Closers } from './closers.ts';
import type { CollectOptions } from './collect-options.ts';
import { startAppium } from './driver/appium-server.ts';
import { screensOf } from './driver/screens-of.ts';
import type { Screens } from './driver/screens.ts';
import { openUiAutomator2 } from './driver/uiautomator2.ts';
import { apiLevelOf, simRegion } from './facts.ts';
import { installCertificate, type Installed } from './handset/certificate.ts';
import { checkNeeds } from './handset/check-needs.ts';
import { readIdentity } from './handset/identity.ts';
import { proveRoute, PROOF_HOST, type Proof } from './handset/proof.ts';
import { startRoute } from './handset/route.ts';
import { takeSnapshot } from './handset/snapshot.ts';
import type { OpenHandset } from './open-handset.ts';
import { startNativeEngine } from './proxy/engine.ts';
import { openProjectCa } from './proxy/project-ca.ts';
import { watchRequests, type Watched } from './watch-requests.ts';

/** A handset that is ready for its scenario. */
export type Prepared = {
  readonly screens: Screens;
  readonly installed: Installed;
  readonly routeName: string;
  readonly proof: Proof;
  readonly identity: readonly Canary[];
  readonly properties: ReadonlyMap<string, string>;
};

const PROOF_MS = 15_000;

type Proxied = Pick<Prepared, 'installed' | 'routeName'> & { readonly watched: Watched };

/** Proxy, route and certificate; the proxy is ended last, so that the handset is never left without one. */
const proxyThrough = async (
  options: CollectOptions,
  { shell, journal }: OpenHandset,
  closers: { readonly last: Closers; readonly first: Closers },
  apiLevel: number,
): Promise<Proxied> => {
  const { surroundings, recording, caFolder, onPhase } = options;
  onPhase('starting the proxy');
  const ca = await openProjectCa(caFolder, Date.now());
  const watched = watchRequests(recording, PROOF_HOST);
  const engine = await startNativeEngine({
    ca,
    upstream: surroundings.upstream,
    sink: watched.sink,
    nowMs: () => recording.atMs(),
    control: { host: PROOF_HOST, text: 'phonehome' },
  });
  closers.last.add(() => engine.stop());
  onPhase('putting the certificate into the system store');
  const installed = await installCertificate(shell, journal, { ca, apiLevel });
  onPhase('routing the handset through the proxy');
  const route = await startRoute(shell, journal, engine.address.port);
  closers.first.add(() => route.end());
  return { installed, routeName: route.name, watched };
};

const openScreens = async (options: CollectOptions, serial: string, closers: Closers): Promise<Screens> => {
  options.onPhase('starting Appium');
  const { adb, recording, handset, signal } = options;
  let appium = options.appium;
  const isOwnAppium = appium === undefined;
  if (appium === undefined) {
    const own = await startAppium(join(recording.folder, 'appium.log'), adb.program ?? 'adb');
    closers.add(() => own[Symbol.asyncDispose]());
    appium = own;
  }
  options.onPhase('opening a session on the handset');
  const backend = await openUiAutomator2({ appium, isOwnAppium, serial, adbPort: adb.port ?? 5037, signal });
  const screens = screensOf(backend, handset);
  closers.add(() => screens[Symbol.asyncDispose]());
  return screens;
};

const imeiScreen = async (screens: Screens, { handset }: CollectOptions): Promise<string[]> => {
  if (handset.apps['dialler'] === undefined) return [];
  await screens.open('dialler');
  await screens.dial('*#06#');
  const texts = await screens.texts();
  await screens.back();
  return texts;
};

/**
 * Prepares a handset: snapshot, proxy, certificate, route, Appium, identity, proof. Each change is in the journal
 * before it is made. `closers.first` is to be closed before the handset is put back, `closers.last` after.
 */
export const prepare = async (
  options: CollectOptions,
  opened: OpenHandset,
  closers: { readonly last: Closers; readonly first: Closers },
): Promise<Prepared> => {
  const { shell, journal } = opened;
  options.onPhase('noting how the handset is');
  const properties = await shell.properties();
  await checkNeeds(shell, properties, options.scenario.needs);
  await journal.intend({ kind: 'snapshot', ...(await takeSnapshot(shell)) });
  const apiLevel = apiLevelOf(properties);
  const { installed, routeName, watched } = await proxyThrough(options, opened, closers, apiLevel);
  const screens = await openScreens(options, shell.serial, closers.first);
  options.onPhase('reading its identifiers');
  const identity = await readIdentity(shell, {
    apiLevel,
    region: options.lab?.region ?? simRegion(properties),
    imeiScreen: () => imeiScreen(screens, options),
    operator: options.lab?.identifiers ?? [],
  });
  await options.recording.canaries(identity);
  options.onPhase('proving the route');
  const proof = await proveRoute(shell, (url) => watched.wasAsked(url), {
    nonce: randomBytes(8).toString('hex'),
    timeoutMs: options.proofTimeoutMs ?? PROOF_MS,
    signal: options.signal,
  });
  return { screens, installed, routeName, proof, identity, properties };
};
