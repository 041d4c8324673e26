import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROOF_HOST } from '#collect/handset/proof';
import { SIMULATED_NOTICE } from '#model/report';
import { lacks } from '../support/lacks.ts';
import { type CliRun, runCli } from '../support/run-cli.ts';
import { faultsOf, findingFor, readRun, type RunLeft, sentCanaries } from '../support/score-run.ts';

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'phonehome-runs-'));
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

type Audited = RunLeft & { readonly run: CliRun; readonly folder: string; readonly session: string };

/** One whole run of the built program, as a user starts it, in a HOME of its own. */
const runTwin = async (firmware: string): Promise<Audited> => {
  const folder = mkdtempSync(join(root, `${firmware}-`));
  const run = await runCli(['run', '--twin', `redmi-class-33@${firmware}`], folder, { timeoutMs: 150_000 });
  const [session = ''] = readdirSync(join(folder, 'captures'));
  const report = join(folder, 'reports', session);
  if (!existsSync(join(report, 'report.json')))
    throw new Error(`the run ended with ${String(run.code)} and left no report: ${run.stderr.slice(-2000)}`);
  const left = readRun(join(folder, 'captures', session), report);
  return { ...left, run, folder, session };
};

/** What holds of every run of a twin, whatever it sends. */
const expectWhole = ({ run, report, folder, session }: Audited): void => {
  expect(run.stderr).not.toContain('the twin was not put back');
  expect(run.stderr).not.toContain('the twin does not know');
  expect(run.stderr).not.toContain('a fault of the twin');
  expect(run.stderr.split('\n')[0]).toBe(SIMULATED_NOTICE);
  expect(run.stdout.startsWith(SIMULATED_NOTICE)).toBe(true);
  expect(run.stderr.trimEnd().split('\n').at(-1)).toContain(join('reports', session, 'report.html'));
  expect(report.notice).toBe(SIMULATED_NOTICE);
  for (const name of readdirSync(join(folder, 'reports', session)))
    expect(readFileSync(join(folder, 'reports', session, name), 'utf8'), name).toContain(SIMULATED_NOTICE);
};

/** Every canary of the ledger is found as it was sent, and nothing else is found. */
const expectAllFound = (left: RunLeft, atLeast: number): void => {
  const sent = sentCanaries(left);
  expect(sent.length).toBeGreaterThanOrEqual(atLeast);
  const found = sent.map((one) => ({ one, finding: findingFor(left.report, one) }));
  expect(
    found
      .filter(({ finding }) => finding === undefined)
      .map(({ one }) => `${one.line.flow} ${one.canary.id}`),
  ).toEqual([]);
  expect(
    found.flatMap(({ one, finding }) => (finding === undefined ? [] : faultsOf(left, one, finding))),
  ).toEqual([]);
  // A value that stands in several fields of one request is as many findings.
  const keyOf = (flowId: string, kind: string, canaryId: string | null): string =>
    kind === 'installed_apps' ? `${flowId} ${kind}` : `${flowId} ${String(canaryId)}`;
  const known = new Set(sent.map(({ flowId, canary }) => keyOf(flowId, canary.class, canary.id)));
  const others = left.report.findings.filter(
    ({ level, flowId, canaryId, class: kind }) =>
      (level === 'A' || level === 'B') && !known.has(keyOf(flowId, kind, canaryId)),
  );
  expect(others.map(({ flowId, class: kind, masked }) => [flowId, kind, masked])).toEqual([]);
};

describe.skipIf(lacks('adb'))('a whole run on a twin', () => {
  it.concurrent(
    'finds all that the firmware of 2014 sends before its update',
    async () => {
      const left = await runTwin('2014-pre-ota');
      expectWhole(left);
      expect(left.run.code).toBe(1);
      expectAllFound(left, 12);
      const classes = new Set(left.report.findings.map((finding) => finding.class));
      for (const wanted of ['operator', 'imei', 'imsi', 'phone.own', 'contact.number', 'sms.peer_number'])
        expect(classes).toContain(wanted);
    },
    180_000,
  );

  it.concurrent(
    'finds nothing while declined after the update, and all that is sent once it is accepted',
    async () => {
      const left = await runTwin('2014-post-ota');
      expectWhole(left);
      expectAllFound(left, 6);
      const early = left.report.findings.filter(
        ({ consent, level }) =>
          (level === 'A' || level === 'B') &&
          (consent.atSend === 'declined' || consent.atSend === 'before-choice'),
      );
      expect(early).toEqual([]);
      const late = left.report.findings.filter(
        ({ consent }) => consent.atEntry === 'declined' && consent.atSend === 'accepted',
      );
      expect(late.map((finding) => finding.class)).toContain('contact.number');
      const inOne = (id: string): number => late.filter(({ flowId }) => flowId === id).length;
      expect(Math.max(...late.map(({ flowId }) => inOne(flowId)))).toBeGreaterThan(1);
    },
    180_000,
  );

  it.concurrent(
    'calls a vendor clean that is told nothing personal',
    async () => {
      const left = await runTwin('clean');
      expectWhole(left);
      expect(left.ledger.filter(({ outcome }) => outcome === 'sent').length).toBeGreaterThan(3);
      expect(left.report.findings).toEqual([]);
      expect([left.run.code, left.report.verdict]).toEqual([0, 'clean']);
    },
    180_000,
  );

  it.concurrent.each(['pinned', 'stock'])(
    'is blind where apps refuse the certificate: @%s',
    async (firmware) => {
      const left = await runTwin(firmware);
      expectWhole(left);
      expect([left.run.code, left.report.verdict]).toEqual([2, 'blind']);
      const refused = new Set(
        left.ledger
          .filter(({ outcome }) => outcome === 'tls-refused' || outcome === 'pinned')
          // What the handset was asked for to prove the route is nobody's traffic.
          .filter(({ host }) => host !== PROOF_HOST)
          .map(({ host }) => host),
      );
      expect(refused.size).toBeGreaterThan(1);
      const listed = left.report.blindSpots
        .filter(({ reason }) => reason === 'tls-refused' || reason === 'pinned')
        .map(({ recipientId }) => left.report.recipients.find(({ id }) => id === recipientId)?.host);
      for (const host of refused) expect(listed).toContain(host);
    },
    180_000,
  );
});
