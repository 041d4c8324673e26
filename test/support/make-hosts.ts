import type { HostRow, Hosts, Owner } from '#model/hosts';

/** A small host table: one owner of each kind, and rows as given (domain and below, owner Xiaomi, unless said). */
export const makeHosts = (rows: readonly (Partial<HostRow> & { domain: string })[]): Hosts => ({
  hostsVersion: 1,
  sources: { law: 'a register', code: 'its code' },
  purposeSets: { analytics: [{ purpose: 'user-experience' }] },
  owners: [
    { name: 'Xiaomi', kind: 'vendor', brands: ['Xiaomi', 'Redmi', 'POCO'], seat: 'CN', source: 'law: no. 1' },
    { name: 'Samsung', kind: 'vendor', brands: ['Samsung'], seat: 'KR', source: 'law' },
    { name: 'Google', kind: 'platform', brands: ['google'], seat: 'US', source: 'law' },
    { name: 'Jio', kind: 'operator', source: 'law' },
    { name: 'Umeng', kind: 'third-party', seat: 'CN', source: 'law' },
  ] satisfies Owner[],
  hosts: rows.map((row) => ({ match: 'domain-and-below', owner: 'Xiaomi', source: 'test', ...row })),
});
