import { describe, expect, it } from 'vitest';
import { readHosts } from '#devices/read-hosts';
import { makeHosts } from '../support/make-hosts.ts';
import { failureOf } from '../support/failure-of.ts';
import { writeFile } from '../support/write-file.ts';

const read = (table: unknown) => readHosts(writeFile('hosts.json', JSON.stringify(table, null, 1)));
const row = { domain: 'a.com', owner: 'Jio', source: 's' };
const table = makeHosts([]);

describe('readHosts', () => {
  it('reads the shipped table when none is named, and a user’s in its stead', async () => {
    expect((await readHosts()).owners.length).toBeGreaterThan(50);
    const { hosts } = await read({ ...table, hosts: [row] });
    expect(hosts).toEqual([{ ...row, match: 'domain-and-below' }]);
  });

  it.each([
    [
      'an owner that is not listed',
      [{ ...row, owner: 'Nobody' }],
      'hosts[0].owner: found "Nobody"; no such owner in owners',
    ],
    ['a domain twice', [row, row], 'hosts[1].domain: found "a.com"; this domain stands twice in the file'],
    [
      'a set that is not listed',
      [{ ...row, purposes: 'x' }],
      'hosts[0].purposes: found "x"; no such set in purposeSets',
    ],
    [
      'a row without a source',
      [{ domain: 'a.com', owner: 'Jio' }],
      'hosts[0].source: it is missing; expected a text',
    ],
    [
      'capitals',
      [{ ...row, domain: 'A.com' }],
      'hosts[0].domain: found "A.com"; a domain is lower case, without a leading dot',
    ],
    [
      'a wildcard',
      [{ ...row, domain: '*.a.com' }],
      'hosts[0].domain: found "*.a.com"; a domain is lower case, without a leading dot',
    ],
  ])('refuses %s', async (_, hosts, message) => {
    expect((await failureOf(read({ ...table, hosts }))).message).toBe(message);
  });

  it('takes the same domain once exact and once with all below', async () => {
    const { hosts } = await read({ ...table, hosts: [row, { ...row, match: 'exact', owner: 'unknown' }] });
    expect(hosts).toHaveLength(2);
  });
});
