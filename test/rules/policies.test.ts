import { describe, expect, it } from 'vitest';
import { evaluate } from '#audit/verdict';
import { deviceFile } from '#devices/device-files';
import { readPolicy } from '#devices/read-policy';
import { CONSENT_STATES, type ConsentState } from '#model/consent';
import { LEVELS, type Level } from '#model/finding';
import { PARTIES, type Party, type Recipient } from '#model/recipient';

type Case = { level: Level; party: Party; atSend: ConsentState | null; transport: 'http' | 'https' };

const recipient = (party: Party): Recipient => ({
  id: 'r1',
  host: 'host.example',
  registrableDomain: 'host.example',
  owner: 'O',
  party,
  source: 's',
  role: null,
  hostOperator: null,
  seat: null,
  ip: null,
  country: null,
  asn: null,
  placeSource: null,
  connections: 1,
  bytesOut: 1,
  firstAtMs: 0,
});

const isForbidden = async (name: string, { level, party, atSend, transport }: Case): Promise<boolean> => {
  const policy = await readPolicy(deviceFile('policies', `${name}.yaml`));
  const consent = {
    atSend,
    atEntry: null,
    purpose: atSend === null ? 'none' : 'cloud-sync',
    readBack: false,
  };
  const judged = { class: 'imei' as const, level, transport, consent, group: 'g' };
  return evaluate(judged, recipient(party), { policy, review: null, asOf: null }).forbidden;
};

const cases = PARTIES.flatMap((party) =>
  LEVELS.flatMap((level) =>
    [...CONSENT_STATES, null].flatMap((atSend) =>
      (['http', 'https'] as const).map((transport): Case => ({ level, party, atSend, transport })),
    ),
  ),
);

describe('the shipped policies', () => {
  it('default: level A or B, to anyone but the operator, without consent accepted', async () => {
    expect(cases).toHaveLength(240);
    for (const one of cases) {
      const expected =
        ['A', 'B'].includes(one.level) && one.party !== 'operator' && one.atSend !== 'accepted';
      expect(await isForbidden('default', one), JSON.stringify(one)).toBe(expected);
    }
  });

  it('strict: never in cleartext, never beyond vendor, platform and operator, level C too', async () => {
    for (const one of cases) {
      const isAllowed =
        one.party === 'operator' || (one.atSend === 'accepted' && ['vendor', 'platform'].includes(one.party));
      const expected = one.transport === 'http' || (one.level !== 'D' && !isAllowed);
      expect(await isForbidden('strict', one), JSON.stringify(one)).toBe(expected);
    }
  });

  it('third-parties: level A or B past the vendor, whatever was accepted', async () => {
    for (const one of cases) {
      const isPast = !['vendor', 'platform', 'operator'].includes(one.party);
      const expected = ['A', 'B'].includes(one.level) && isPast;
      expect(await isForbidden('third-parties', one), JSON.stringify(one)).toBe(expected);
    }
  });
});
