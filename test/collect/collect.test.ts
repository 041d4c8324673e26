import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collect } from '#collect/collect';
import type { CollectOptions } from '#collect/collect-options';
import { restoreEarlier } from '#collect/open-handset';
import { deviceFile } from '#devices/device-files';
import { readHandset } from '#devices/read-handset';
import { readScenario } from '#devices/read-scenario';
import type { Scenario } from '#model/scenario';
import { type RunningTwin, startTwin } from '#twin/twin';
import { makeMemoryRecording, type MemoryRecording } from '../support/memory-recording.ts';
import { makeTwin } from '../support/make-twin.ts';
import { lacks } from '../support/lacks.ts';

let root = '';
let adbPort = 0;
/** Not a call that blocks: the twin answers in this process. */
const adb = async (...args: string[]): Promise<void> => {
  await promisify(execFile)('adb', ['-P', String(adbPort), ...args], { timeout: 20_000 });
};

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'collect-'));
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  adbPort = (probe.address() as AddressInfo).port;
  probe.close();
  await adb('start-server');
});
afterAll(async () => {
  await adb('kill-server');
  rmSync(root, { recursive: true });
});

type Run = {
  readonly twin: RunningTwin;
  readonly recording: MemoryRecording;
  readonly options: CollectOptions;
};

const SHORT = new Set(['first-boot', 'decline', 'idle-declined-1', 'add-contact-1', 'receive-sms-1']);

const setUp = async (own: Partial<CollectOptions> = {}, buildType?: 'user'): Promise<Run> => {
  const twin = await startTwin({ twin: makeTwin(buildType === undefined ? {} : { buildType }) });
  await adb('connect', twin.address);
  let skippedMs = 0;
  const clock = { nowMs: () => performance.now() + skippedMs };
  const folder = mkdtempSync(join(root, 'capture-'));
  const recording = makeMemoryRecording(folder, clock);
  const { value: scenario, sha256 } = await readScenario(deviceFile('scenarios', 'f-secure-2014.yaml'));
  const options: CollectOptions = {
    adb: { port: adbPort },
    serial: twin.address,
    handset: await readHandset(deviceFile('handsets', 'redmi-class-33.yaml')),
    scenario,
    lab: {
      labVersion: 1,
      identifiers: [],
      numbers: [],
      account: { name: '3300000001', password: 'twin-password-33' },
    },
    surroundings: {
      clock,
      upstream: {
        trustedCAs: [],
        resolve: () => {
          throw new Error('no network');
        },
      },
      stimulate: (stimulus) => twin.control.stimulate(stimulus),
      wait: async (durationMs) => {
        await twin.control.advance(durationMs);
        skippedMs += durationMs;
      },
    },
    recording,
    session: {
      id: 'test',
      startedAt: new Date().toISOString(),
      simulated: true,
      firmware: 'redmi-class-33@silent',
      scenarioSha256: sha256,
      version: '0.0.0',
    },
    caFolder: join(folder, 'ca'),
    seed: 33,
    restoreFirst: false,
    signal: new AbortController().signal,
    environment: { XDG_STATE_HOME: join(folder, 'state') },
    proofTimeoutMs: 8000,
    onStep: () => undefined,
    onPhase: () => undefined,
    ...own,
  };
  return { twin, recording, options };
};

const short = (scenario: Scenario): Scenario => ({
  ...scenario,
  steps: scenario.steps.filter(({ id }) => SHORT.has(id)),
});

/** What restoring must leave as it was; the rest is the owner's doing. */
const restorable = async (twin: RunningTwin) => {
  const { tunnels, mounts, proxy, rootShell, certificates, packages, contacts } =
    await twin.control.snapshot();
  return { tunnels, mounts, proxy, rootShell, certificates, packages, contacts };
};

describe.skipIf(lacks('adb'))('collect, on a twin through real adb and real Appium', () => {
  it('runs the whole scenario, marks it, and puts the handset back', async () => {
    const { twin, recording, options } = await setUp();
    await using _ = twin;
    const before = await twin.control.snapshot();
    const asIs = await restorable(twin);
    const { session, failure, restored } = await collect(options);
    expect(failure).toBeNull();
    expect(restored).toBe(true);
    expect(await restorable(twin)).toEqual(asIs);
    expect(session.controls?.positive).toMatchObject({ passed: true });
    expect(session.handset).toMatchObject({ codename: 'redmi-class-33', apiLevel: 33, rooted: true });
    const after = await twin.control.snapshot();
    const changed = Object.entries(after.settings).flatMap(([table, rows]) =>
      [...new Set([...Object.keys(rows), ...Object.keys(before.settings[table as 'global'])])]
        .filter((key) => rows[key] !== before.settings[table as 'global'][key])
        .map((key) => `setting ${table} ${key}`),
    );
    expect(changed.filter((one) => session.leftChanged?.includes(one) !== true)).toEqual([]);
    expect(changed).not.toContain('setting global http_proxy');
    expect(Object.values(after.consents).every((state) => state === 'withdrawn')).toBe(true);
    const decisions = recording.marks.filter(({ kind }) => kind === 'consent');
    expect(decisions).toHaveLength(8);
    expect(decisions.flatMap(({ readBack }) => Object.values(readBack ?? {})).every(Boolean)).toBe(true);
    expect(decisions.at(-1)?.consent).toEqual(after.consents);
    expect(
      readdirSync(join(recording.folder, 'screens')).filter((name) => name.endsWith('.png')).length,
    ).toBeGreaterThan(20);
    const classes = new Set(recording.written.canaries.map((canary) => canary.class));
    for (const wanted of [
      'imei',
      'imsi',
      'iccid',
      'serial',
      'android_id',
      'mac',
      'phone.own',
      'ssid',
      'location',
      'contact.name',
      'sms.body',
      'call.peer_number',
    ])
      expect(classes).toContain(wanted);
    expect(await twin.control.unknownCommands()).toEqual([]);
    const own = recording.sink.of('conn.open').filter(({ control }) => control);
    expect(own.length).toBeGreaterThanOrEqual(2);
  }, 120_000);

  it('puts the handset back after an interruption, and says interrupted', async () => {
    const abort = new AbortController();
    const { twin, options } = await setUp({ signal: abort.signal });
    await using _ = twin;
    const asIs = await restorable(twin);
    const outcome = await collect({
      ...options,
      scenario: short(options.scenario),
      onStep: ({ index }) => {
        if (index === 3) abort.abort();
      },
    });
    expect(outcome.failure?.code).toBe('interrupted');
    expect(outcome.restored).toBe(true);
    expect(await restorable(twin)).toEqual(asIs);
  }, 60_000);

  it('puts the handset back after a step that cannot be done', async () => {
    const { twin, options } = await setUp();
    await using _ = twin;
    const asIs = await restorable(twin);
    const scenario = {
      ...options.scenario,
      steps: [{ id: 'odd', title: 'Odd', do: 'no-such-thing', plants: [] }],
    };
    const outcome = await collect({ ...options, scenario });
    expect(outcome.failure?.code).toBe('not-found');
    expect(await restorable(twin)).toEqual(asIs);
  }, 60_000);

  it.each([
    [
      'sim',
      (twin: RunningTwin): void => {
        twin.machine.handset.properties.set('gsm.sim.state', 'ABSENT,ABSENT');
      },
    ],
    [
      'wifi',
      (twin: RunningTwin): void => {
        twin.machine.handset.settings.put('global', 'wifi_on', '0');
      },
    ],
  ])('changes nothing on a handset without %s, and says so', async (need, take) => {
    const { twin, options } = await setUp();
    await using _ = twin;
    take(twin);
    const before = await twin.control.snapshot();
    const { failure } = await collect(options);
    expect(failure?.code).toBe('handset-refused');
    expect(failure?.message).toContain(need);
    expect(await twin.control.snapshot()).toEqual(before);
  });

  it('keeps in the journal what could not be put back, for a later process', async () => {
    const { twin, options } = await setUp();
    await using _ = twin;
    const asIs = await restorable(twin);
    const outcome = await collect({
      ...options,
      scenario: short(options.scenario),
      onStep: ({ index }) => {
        if (index === 2) void twin.control.fault('vanish');
      },
    });
    expect(outcome.restored).toBe(false);
    expect(outcome.failure).not.toBeNull();
    await twin.control.fault('return');
    await adb('disconnect', twin.address);
    await adb('connect', twin.address);
    await expect(collect(options)).rejects.toMatchObject({ code: 'usage' });
    const { leftChanged } = await restoreEarlier(options.adb, options);
    expect(leftChanged.length).toBeGreaterThan(0);
    expect(await restorable(twin)).toEqual(asIs);
  }, 120_000);

  it('does without a certificate where the handset is not rooted', async () => {
    const { twin, options } = await setUp({}, 'user');
    await using _ = twin;
    const asIs = await restorable(twin);
    const outcome = await collect({ ...options, scenario: short(options.scenario), proofTimeoutMs: 1500 });
    expect(outcome.failure).toBeNull();
    expect(outcome.session.handset.rooted).toBe(false);
    expect(outcome.session.controls?.positive.why).toContain('one under TLS was not');
    const now = await restorable(twin);
    expect({ ...now, contacts: [] }).toEqual({ ...asIs, contacts: [] });
  }, 60_000);
});
