import { expect, it } from 'vitest';
import type { Finding } from '#model/finding';
import { summarise } from '#audit/summarise';

const finding = (level: Finding['level'], forbidden: boolean, transport: 'http' | 'https' = 'https') =>
  ({
    class: 'imei',
    recipientId: 'r1',
    level,
    transport,
    consent: { purpose: 'none', atSend: null },
    policy: { forbidden, rule: '' },
  }) as Finding;

it('counts findings per class, level, recipient and consent; forbidden rows first', () => {
  const other = { ...finding('C', false), class: 'email' } as Finding;
  expect(summarise([other, finding('A', true, 'http'), finding('A', false), finding('B', false)])).toEqual([
    {
      class: 'imei',
      recipientId: 'r1',
      purpose: 'none',
      atSend: null,
      level: 'A',
      findings: 2,
      forbidden: 1,
      cleartext: 1,
    },
    {
      class: 'email',
      recipientId: 'r1',
      purpose: 'none',
      atSend: null,
      level: 'C',
      findings: 1,
      forbidden: 0,
      cleartext: 0,
    },
    {
      class: 'imei',
      recipientId: 'r1',
      purpose: 'none',
      atSend: null,
      level: 'B',
      findings: 1,
      forbidden: 0,
      cleartext: 0,
    },
  ]);
});
