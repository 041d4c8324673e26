import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { openInput } from '#capture/open-input';
import { auditInput } from '#commands/audit-input';
import { openConsole } from '#commands/console';
import { readTwin } from '#devices/read-twin';
import type { LedgerLine } from '#model/ledger';
import type { SavedReport } from '#model/report';
import { makeTempFolder } from '../support/temp-folder.ts';
import { memoryStore } from '../support/memory-store.ts';
import { wholeReport } from '../support/whole-report.ts';
import { type Played, playTwin } from '../support/play-twin.ts';

type Outcome = Played & { readonly report: SavedReport };

const play = async (firmware: string): Promise<Outcome> => {
  await using folder = await makeTempFolder();
  const played = await playTwin(`redmi-class-33@${firmware}`, folder.path);
  expect(played.faults).toEqual([]);
  const input = await openInput(folder.path);
  const console = openConsole({ quiet: true }, new PassThrough(), new PassThrough());
  return {
    ...played,
    report: wholeReport(await auditInput(input, {}, { console, openStore: memoryStore })),
  };
};

type Finding = SavedReport['findings'][number];
type Carried = LedgerLine['carries'][number];

const hostOf = ({ report }: Outcome, finding: Finding): string | undefined =>
  report.recipients.find(({ id }) => id === finding.recipientId)?.host;

const canaryOf = ({ canaries }: Outcome, { class: kind, value }: Carried): string | undefined =>
  canaries.find((canary) => canary.class === kind && canary.value === value)?.id;

/** What a line carries of the canaries, as findings say it; a list of packages is one finding. */
const toldByLedger = (outcome: Outcome): readonly string[] =>
  outcome.lines
    .filter((line) => line.outcome === 'sent' && line.channel === 'proxy')
    .flatMap((line) =>
      line.carries.flatMap((carried) => {
        const canary = canaryOf(outcome, carried);
        const name = carried.class === 'installed_apps' ? 'any' : canary;
        const entry = (purpose: string): string => carried.consentAtEntry?.[purpose] ?? 'none';
        return canary === undefined ? [] : [{ line, name, entry, kind: carried.class }];
      }),
    )
    .map(({ line, name, entry, kind }) => {
      const purpose = outcome.report.findings.find(
        (finding) => finding.class === kind && hostOf(outcome, finding) === line.host,
      )?.consent.purpose;
      const atSend = line.consent[purpose ?? ''] ?? 'none';
      return `${kind} ${name ?? ''} ${line.host} ${atSend} ${entry(purpose ?? '')}`;
    });

const toldByReport = (outcome: Outcome): readonly string[] =>
  outcome.report.findings
    .filter(({ level }) => level === 'A' || level === 'B')
    .map((finding) => {
      const name = finding.class === 'installed_apps' ? 'any' : finding.canaryId;
      const { atSend, atEntry } = finding.consent;
      return `${finding.class} ${name ?? ''} ${hostOf(outcome, finding) ?? ''} ${atSend ?? 'none'} ${atEntry ?? 'none'}`;
    });

const sorted = (told: readonly string[]): readonly string[] => [...new Set(told)].sort();

describe('the audit of a shipped twin, played without screens', () => {
  it('finds all and only what 2014-pre-ota sends, asked or not', async () => {
    const outcome = await play('2014-pre-ota');
    expect(outcome.report.verdict).toBe('leaks');
    expect(sorted(toldByReport(outcome))).toEqual(sorted(toldByLedger(outcome)));
    const classes = new Set(outcome.report.findings.map((finding) => finding.class));
    for (const wanted of ['operator', 'imei', 'phone.own', 'contact.number', 'sms.peer_number', 'imsi'])
      expect(classes).toContain(wanted);
    expect(classes).not.toContain('sms.body');
    const inClear = outcome.report.findings.filter(
      (finding) => finding.consent.purpose === 'cloud-messaging',
    );
    expect(new Set(inClear.map(({ transport }) => transport))).toEqual(new Set(['http']));
  }, 60_000);

  it('finds all and only what 2014-post-ota sends, and nothing of it without consent', async () => {
    const outcome = await play('2014-post-ota');
    expect(outcome.report.verdict).toBe('clean');
    expect(sorted(toldByReport(outcome))).toEqual(sorted(toldByLedger(outcome)));
    const consents = outcome.report.findings.map(({ consent }) => consent);
    expect(new Set(consents.map(({ atSend }) => atSend))).toEqual(new Set(['accepted']));
    expect(consents.map(({ atEntry }) => atEntry)).toContain('declined');
    expect(outcome.report.blindSpots.map(({ reason }) => reason)).toContain('encrypted-payload');
    const declined = outcome.lines.filter(({ consent }) =>
      Object.values(consent).every((state) => state === 'declined'),
    );
    expect(declined.length).toBeGreaterThan(5);
    expect(declined.flatMap(({ carries }) => carries)).toEqual([]);
  }, 60_000);

  it('tells one batch of messages by its steps', async () => {
    const outcome = await play('2014-post-ota');
    const batch = outcome.report.findings.filter(
      (finding) => finding.class === 'sms.body' && finding.consent.atEntry === 'accepted',
    );
    expect(new Set(batch.map(({ flowId }) => flowId)).size).toBe(1);
    expect(batch.map(({ step }) => step.ofCanary).sort()).toEqual(['receive-sms-2', 'send-sms-2']);
  }, 60_000);

  it('finds nothing in clean', async () => {
    const outcome = await play('clean');
    expect(outcome.report.verdict).toBe('clean');
    expect(outcome.report.findings).toEqual([]);
    expect(outcome.lines.length).toBeGreaterThan(20);
    expect(outcome.lines.flatMap(({ carries }) => carries)).toEqual([]);
  }, 60_000);

  it.each([
    ['stock', 'tls-refused'],
    ['pinned', 'pinned'],
  ] as const)(
    'is blind on %s and lists every host that refused',
    async (firmware, refusal) => {
      const outcome = await play(firmware);
      expect(outcome.report.verdict).toBe('blind');
      const refusing = outcome.lines.filter((line) => line.outcome === refusal).map(({ host }) => host);
      expect(refusing.length).toBeGreaterThan(10);
      const listed = outcome.report.blindSpots.map(
        ({ recipientId }) => outcome.report.recipients.find(({ id }) => id === recipientId)?.host,
      );
      for (const host of refusing) expect(listed).toContain(host);
      const { firmware: read } = await readTwin(`redmi-class-33@${firmware}`);
      expect(read.flows.length).toBeGreaterThan(15);
    },
    60_000,
  );
});
