import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openWriter } from '#capture/write';
import { type SavedReport, reportSchema } from '#model/report';
import { makeClose, makeOpen, makeRequest } from '../support/make-event.ts';
import { makeSession, writeBody } from '../support/record-capture.ts';
import { runCli } from '../support/run-cli.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { readFile } from 'node:fs/promises';
import { BOMBS, HIDDEN, LONG_BODIES } from './bombs.ts';

const NAMES = [...Object.keys(BOMBS), ...Object.keys(LONG_BODIES)];
const TIMEOUT_MS = 600_000;

/** Makes a program of Node tell what it used: of all its threads, since they are one process. */
const METER = `data:text/javascript,${encodeURIComponent(
  'process.on("exit", () => process.stderr.write(`used ${JSON.stringify(process.resourceUsage())}\n`))',
)}`;

const unstamped = <Event extends { seq: number; atMs: number; wallMs: number }>(event: Event) => {
  const { seq: _seq, atMs: _atMs, wallMs: _wallMs, ...rest } = event;
  return rest;
};

/** Records a capture with one exchange for each hostile body, and gives its folder. */
const recordHostile = async (parent: string): Promise<string> => {
  const folder = join(parent, 'capture');
  await using writer = await openWriter(folder, { nowMs: () => 0 });
  await writer.session(makeSession());
  await writer.canaries([{ id: 'imei-1', class: 'imei', value: HIDDEN }]);
  writer.mark({ atMs: 0, hostMs: 0, kind: 'end', step: 'end', consent: {} });
  for (const [index, name] of NAMES.entries()) {
    const body = (BOMBS[name] ?? LONG_BODIES[name])?.() ?? Buffer.alloc(0);
    const [conn, flow] = [`c${index}`, `f${index}`];
    writer.event(unstamped(makeOpen({ conn, placeSource: 'simulated' })));
    writer.event(unstamped(makeRequest({ conn, flow, url: `https://vendor.example/${index}` })));
    writeBody(writer, flow, 'out', body);
    writer.event(unstamped(makeClose({ conn })));
    await writer.flush();
  }
  writer.event({ type: 'engine.exit', code: 0, why: 'stopped' });
  return folder;
};

/** Runs the program and says, besides, what it used: seconds of CPU, megabytes of memory at its peak. */
const runMetered = async (args: readonly string[], cwd: string) => {
  const run = await runCli(args, cwd, { timeoutMs: TIMEOUT_MS, env: { NODE_OPTIONS: `--import=${METER}` } });
  const used = [...run.stderr.matchAll(/^used (\{.*\})$/gm)].map(
    ([, json = '{}']) => JSON.parse(json) as NodeJS.ResourceUsage,
  );
  const cpuSeconds =
    Math.max(...used.map(({ userCPUTime, systemCPUTime }) => userCPUTime + systemCPUTime)) / 1e6;
  return { ...run, cpuSeconds, megabytes: Math.max(...used.map(({ maxRSS }) => maxRSS)) / 1024 };
};

const reasonsOf = ({ blindSpots }: SavedReport, flowId: string): readonly string[] =>
  blindSpots.filter((spot) => spot.flowId === flowId).map(({ reason }) => reason);

describe('a whole audit of a capture full of bombs, and its verification', () => {
  it(
    'end within their bounds, say what stayed unread and miss nothing that was read',
    { timeout: TIMEOUT_MS },
    async () => {
      await using temp = await makeTempFolder();
      const folder = await recordHostile(temp.path);
      const audit = await runMetered(
        ['audit', folder, '--out', temp.path, '--format', 'json', '--exit-zero'],
        temp.path,
      );
      expect(audit.code).toBe(0);
      const file = join(temp.path, 'report.json');
      const report = reportSchema.parse(JSON.parse(await readFile(file, 'utf8')));
      const isHit = (name: string) => reasonsOf(report, `f${NAMES.indexOf(name)}`).includes('bound-hit');
      const isFound = (name: string) =>
        report.findings.some(({ flowId, level }) => flowId === `f${NAMES.indexOf(name)}` && level === 'A');
      expect(report.coverage.content.truncated).toBe(0);
      expect(Object.keys(BOMBS).filter((name) => !isHit(name))).toEqual([]);
      expect(Object.keys(LONG_BODIES).filter((name) => !isFound(name))).toEqual([]);
      expect(Object.keys(LONG_BODIES).filter(isHit)).toEqual([]);
      expect(report.verdict).toBe('leaks');
      const verify = await runMetered(['verify', folder, '--report', file, '--json'], temp.path);
      const { findings } = JSON.parse(verify.stdout) as { findings: { outcome: string }[] };
      expect(findings.length).toBe(report.findings.length);
      expect(findings.filter(({ outcome }) => outcome !== 'proven')).toEqual([]);
      // Measured: 29 s and 0.8 GB, 2.3 s and 0.4 GB.
      expect([audit.cpuSeconds < 120, verify.cpuSeconds < 30]).toEqual([true, true]);
      expect([audit.megabytes < 1600, verify.megabytes < 800]).toEqual([true, true]);
    },
  );
});
