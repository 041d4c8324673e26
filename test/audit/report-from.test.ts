import { describe, expect, it } from 'vitest';
import type { LoadedFlow } from '#model/flow';
import { makeCanary } from '../support/make-canary.ts';
import { makeLoaded } from '../support/make-flow.ts';
import { makeReportOf } from '../support/make-report-of.ts';
import { makeMark } from '../support/make-mark.ts';
import { reportSchema, SIMULATED_NOTICE } from '#model/report';

const canaries = [
  makeCanary(),
  makeCanary({ id: 'contact-1', class: 'contact.number', value: '+447700900123', steps: ['add-1'] }),
];
const marks = [
  makeMark({
    atMs: 0,
    step: 'wizard',
    consent: { 'cloud-sync': 'declined' },
    readBack: { 'cloud-sync': true },
  }),
  makeMark({ atMs: 1000, step: 'add-1', consent: { 'cloud-sync': 'declined' } }),
  makeMark({ atMs: 5000, step: 'opt-in', consent: { 'cloud-sync': 'accepted' } }),
];
const report = (flows: readonly LoadedFlow[]) =>
  makeReportOf(flows, canaries, { session: { ...SESSION, marks } });

const SESSION = {
  id: 's1',
  startedAt: '2026-01-01T00:00:00.000Z',
  handset: { brand: 'Redmi' },
  firmware: null,
  simulated: true,
  scenario: null,
  leftChanged: [],
};

const contactAt = (atMs: number, id: string): LoadedFlow =>
  makeLoaded({ id, atMs, url: 'http://api.vendor.example/u?externalId=%2B447700900123' });

describe('reportFrom', () => {
  it('does not count a value that cannot be searched for among those that were, and names it', () => {
    const odd = [
      makeCanary({ id: 'mac-1', class: 'mac', value: 'zz' }),
      makeCanary({ id: 'own-1', class: 'phone.own', value: '+' }),
      makeCanary({ id: 'name-1', class: 'contact.name', value: '   ' }),
    ];
    const { method, reasons } = makeReportOf([], [makeCanary(), ...odd], { session: { ...SESSION, marks } });
    expect(method.canaries).toEqual({ imei: 1 });
    expect(method.notes[0]).toBe(
      'Not searched for, since too short or not written as values of their class are: mac-1, own-1, name-1.',
    );
    // Where nothing is left to search for, the verdict rests on shapes alone, as without any known value.
    const withoutAny = makeReportOf([], [], { session: { ...SESSION, marks } });
    expect(makeReportOf([], odd, { session: { ...SESSION, marks } }).reasons).toEqual(withoutAny.reasons);
    expect(reasons).not.toEqual(withoutAny.reasons);
    expect(makeReportOf([], canaries, { session: { ...SESSION, marks } }).method.notes).toEqual([]);
  });

  it('meets its own schema and says first that the handset is simulated', () => {
    const made = report([contactAt(2000, 'f1')]);
    expect(reportSchema.parse(made)).toEqual(made);
    expect(made.notice).toBe(SIMULATED_NOTICE);
  });

  it('tells sent-while-declined from entered-while-declined and sent after opt-in', () => {
    const { findings, verdict } = report([contactAt(2000, 'f1'), contactAt(6000, 'f2')]);
    expect(
      findings.map(({ flowId, consent, step, policy }) => [
        flowId,
        consent.atSend,
        consent.atEntry,
        step.atSend,
        policy.forbidden,
      ]),
    ).toEqual([
      ['f1', 'declined', 'declined', 'add-1', true],
      ['f2', 'accepted', 'declined', 'opt-in', false],
    ]);
    expect(findings.map(({ step, transport, level }) => [step.ofCanary, transport, level])).toEqual([
      ['add-1', 'http', 'A'],
      ['add-1', 'http', 'A'],
    ]);
    expect(verdict).toBe('leaks');
  });

  it('gives a class without a purpose no consent, whatever was accepted', () => {
    const body = '{"imei":"861234050123457"}';
    const { findings } = report([makeLoaded({ atMs: 6000 }, body)]);
    expect(findings[0]?.consent).toEqual({ atSend: null, atEntry: null, purpose: 'none', readBack: false });
    expect(findings[0]?.policy.forbidden).toBe(true);
  });

  it('keeps a group from run to run, and ids apart within one', () => {
    const once = report([contactAt(2000, 'f1'), contactAt(2500, 'f2')]).findings;
    expect(new Set(once.map(({ group }) => group)).size).toBe(1);
    expect(new Set(once.map(({ id }) => id)).size).toBe(2);
    expect(report([contactAt(3000, 'f9')]).findings[0]?.group).toBe(once[0]?.group);
    expect(report([contactAt(6000, 'f9')]).findings[0]?.group).not.toBe(once[0]?.group);
  });

  it('names owner, party, seat and place apart, also of a host without findings', () => {
    const destination = {
      host: 'quiet.example',
      port: 443,
      ip: '192.0.2.7',
      placeSource: null,
      sni: null,
      ja4: null,
    };
    const { recipients } = report([contactAt(0, 'f1'), makeLoaded({ id: 'f2', atMs: 9, destination })]);
    expect(recipients).toMatchObject([
      {
        id: 'r1',
        host: 'api.vendor.example',
        owner: 'Vendor',
        party: 'vendor',
        seat: 'CN',
        country: null,
        placeSource: null,
      },
      {
        id: 'r2',
        host: 'quiet.example',
        owner: 'unknown',
        party: 'unknown',
        country: 'SG',
        placeSource: 'places of a test',
      },
    ]);
  });

  it('leaves the harness out of rows, ledgers and findings', () => {
    const { flows, findings, coverage } = report([
      makeLoaded({ control: true }, '{"imei":"861234050123457"}'),
    ]);
    expect([flows.length, findings.length, coverage.content.total]).toEqual([0, 0, 0]);
  });
});
