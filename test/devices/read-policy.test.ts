import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { deviceFile } from '#devices/device-files';
import { readPolicy, readReview } from '#devices/read-policy';
import { failureOf } from '../support/failure-of.ts';
import { writeFile } from '../support/write-file.ts';

describe('readPolicy', () => {
  it('reads the shipped default when none is named', async () => {
    const policy = await readPolicy();
    expect(policy.name).toBe('default');
    expect(policy.limits).toEqual({ unreadBytesShare: 0.05, unreadConnectionsShare: 0.05 });
    expect(policy.controls).toEqual({ positive: 'optional', negative: 'optional' });
  });

  it.each(readdirSync(deviceFile('policies')))('reads the shipped %s, named like its file', async (name) => {
    const policy = await readPolicy(deviceFile('policies', name));
    expect(`${policy.name}.yaml`).toBe(name);
    expect(new Set(policy.rules.map(({ id }) => id)).size).toBe(policy.rules.length);
  });

  it('says what is wrong with a rule', async () => {
    const file = writeFile(
      'p.yaml',
      'policyVersion: 1\nname: p\nrules:\n  - id: a\n    verdict: deny\n    because: b\n',
    );
    const failure = await failureOf(readPolicy(file));
    expect(failure.message).toContain('rules[0].verdict: found "deny"; expected allow, forbid');
    expect(failure.place).toEqual({ file, line: 5, column: 5 });
  });
});

describe('readReview', () => {
  it('reads decisions of people', async () => {
    const entry = { group: 'g1', decision: 'false-positive', by: 'J. Doe', because: 'a placeholder' };
    const file = writeFile('review.json', JSON.stringify({ reviewVersion: 1, entries: [entry] }));
    expect(await readReview(file)).toEqual({ reviewVersion: 1, entries: [entry] });
  });
});
