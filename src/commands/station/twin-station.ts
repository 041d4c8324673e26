import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeTemporaryFolder } from '#capture/temporary-folder';
import { type Closers, makeClosers } from '#collect/closers';
import { type Adb, openAdb } from '#collect/handset/adb';
import { freePort } from '#collect/free-port';
import { deviceFile } from '#devices/device-files';
import { readHandset } from '#devices/read-handset';
import { readTwin } from '#devices/read-twin';
import { Failure } from '#model/failure';
import type { Lab } from '#model/lab';
import type { Surroundings, Upstream } from '#model/surroundings';
import type { Twin } from '#model/twin';
import { startVendorServer } from '#twin/vendor/vendor-server';
import type { TwinSnapshot } from '#twin/control';
import { type SpawnedTwin, spawnTwin } from '#twin/spawn-twin';
import { unrestored } from '#twin/unrestored';
import type { Station, StationOptions } from './station.ts';
import { serverLost, type WatchedServer, watchServer } from './watch-server.ts';

/** The file in a capture folder that says what a twin really sent. */
const TWIN_LEDGER_FILE = 'twin-ledger.jsonl';

/** A fixed one: two runs of a twin plant the same values. */
const TWIN_SEED = 33;

const ATTACH_MS = 5000;
const ATTACH_PAUSE_MS = 100;

const labOf = ({ handset }: Twin): Lab => ({
  labVersion: 1,
  region: handset.region,
  identifiers: [],
  account: { name: handset.account.id, password: handset.account.password },
  numbers: [],
});

/** The twin's own world: it is stimulated over its control channel, and idling is a jump of its clock. */
const twinSurroundings = ({ control }: SpawnedTwin, upstream: Upstream): Surroundings => {
  let skippedMs = 0;
  return {
    upstream,
    clock: { nowMs: () => performance.now() + skippedMs },
    stimulate: (stimulus) => control.stimulate(stimulus),
    wait: async (durationMs) => {
      const startMs = performance.now();
      await control.advance(durationMs);
      skippedMs += Math.max(0, durationMs - (performance.now() - startMs));
    },
  };
};

/** Keeps what the twin really sent, and says what it did not know and what of it was not put back. */
const finish = async (
  { control }: SpawnedTwin,
  before: TwinSnapshot,
  folder: string,
  leftChanged: readonly string[],
): Promise<readonly string[]> => {
  const lines = await control.ledger();
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  await writeFile(join(folder, TWIN_LEDGER_FILE), text, { mode: 0o600 });
  const unknown = [...new Set(await control.unknownCommands())];
  const faults = await control.faults();
  const left = unrestored(before, await control.snapshot(), leftChanged);
  return [
    ...unknown.map((command) => `the twin does not know this command: ${command}`),
    ...faults.map((fault) => `a fault of the twin: ${fault}`),
    ...left.map((what) => `the twin was not put back: ${what}`),
  ];
};

/** Attaches a twin and waits until adb calls it ready; what it is then is for `collect` to judge. */
const attach = async (client: Adb, address: string): Promise<void> => {
  await client.run(['connect', address]);
  for (let waitedMs = 0; waitedMs < ATTACH_MS; waitedMs += ATTACH_PAUSE_MS) {
    const attached = await client.devices();
    if (attached.some(({ serial, state }) => serial === address && state === 'device')) return;
    await sleep(ATTACH_PAUSE_MS);
  }
};

type Opened = {
  readonly adb: { readonly port: number };
  readonly upstream: Upstream;
  readonly twin: SpawnedTwin;
  readonly watched: WatchedServer;
};

/** The end of a killed process may be noticed a moment after what it caused. */
const GRACE_MS = 500;

const goneOf = ({ twin, watched }: Opened): AbortSignal => {
  const ended = new AbortController();
  void twin.ended.then(() => {
    ended.abort();
  });
  return AbortSignal.any([ended.signal, watched.ended]);
};

const lostOf = async ({ twin, watched }: Opened): Promise<Failure | null> => {
  const ended = twin.ended.then(() => true);
  if (await Promise.race([ended, sleep(GRACE_MS, false)]))
    return new Failure('environment', 'the twin ended during the run', {
      remedy: 'its process was killed or broke down: run again, and report it if it happens again',
    });
  return watched.ended.aborted ? serverLost() : null;
};

/** Starts everything that a twin needs beside the harness, each thing noted with how it is ended. */
const startTwinWorld = async (twin: Twin, closers: Closers): Promise<Opened> => {
  const adb = { port: await freePort() };
  const client = await openAdb(adb);
  const vendor = await startVendorServer(twin.firmware.addresses);
  closers.add(() => vendor[Symbol.asyncDispose]());
  const spawned = await spawnTwin({ twin, network: vendor.network, systemCertificates: [vendor.caPem] });
  closers.add(() => spawned[Symbol.asyncDispose]());
  closers.add(() => client.run(['kill-server']));
  await attach(client, spawned.address);
  const watched = watchServer('127.0.0.1', adb.port);
  closers.add(() => {
    watched[Symbol.dispose]();
    return Promise.resolve();
  });
  return { adb, upstream: vendor.upstream, twin: spawned, watched };
};

/**
 * Starts a shipped twin with its vendor's servers and an adb server of its own, and attaches it.
 * @throws Failure `not-found` for an unknown name, `environment` when something does not start
 */
export const openTwinStation = async (name: string, { seed }: StationOptions): Promise<Station> => {
  const twin = await readTwin(name);
  const handset = await readHandset(deviceFile('handsets', `${twin.firmware.handset}.yaml`));
  const closers = makeClosers();
  // The twin ends with this run, and with it all that could have to be put back: its journal is no later run's.
  const state = await makeTemporaryFolder();
  closers.add(() => rm(state, { recursive: true, force: true }));
  try {
    const world = await startTwinWorld(twin, closers);
    const before = await world.twin.control.snapshot();
    return {
      adb: world.adb,
      serial: world.twin.address,
      handset,
      lab: labOf(twin),
      surroundings: twinSurroundings(world.twin, world.upstream),
      simulated: true,
      firmware: name,
      seed: seed ?? TWIN_SEED,
      endsWithRun: true,
      gone: goneOf(world),
      lost: () => lostOf(world),
      environment: { ...process.env, XDG_STATE_HOME: state },
      finish: (folder, leftChanged) => finish(world.twin, before, folder, leftChanged),
      [Symbol.asyncDispose]: async () => {
        await closers.closeAll();
      },
    };
  } catch (fault) {
    await closers.closeAll();
    throw fault;
  }
};
