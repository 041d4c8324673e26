import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'tldts';
import { describe, expect, it } from 'vitest';
import { readHosts } from '#devices/read-hosts';
import { attribute } from '#audit/attribute/attribute';
import { compileHosts } from '#audit/attribute/compile-hosts';
import { purposeOf } from '#audit/attribute/purpose-of';
import type { DataClass } from '#model/data-class';
import type { Party } from '#model/recipient';
import { measureCoverage, readList } from './hosts-coverage.ts';

const hosts = await readHosts();
const map = compileHosts(hosts);
const redmi = { brand: 'Redmi' };
const ofRedmi = (host: string) => attribute(map, host, redmi);

const sortKey = (owner: string, domain: string): string => {
  const registrable = parse(domain).domain ?? domain;
  const below = domain.slice(0, -registrable.length).split('.').reverse().join('.');
  return [owner.toLowerCase(), registrable, below].join('\n');
};

describe('devices/hosts.yaml', () => {
  it('is a table of some size, with every big vendor', () => {
    expect(hosts.hosts.length).toBeGreaterThan(1000);
    const names = hosts.owners.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['Xiaomi', 'Samsung', 'Huawei', 'OPPO', 'vivo', 'Google', 'Umeng']),
    );
  });

  it('says of every row and owner where the claim comes from', () => {
    const sources = new Set(Object.keys(hosts.sources ?? {}));
    for (const { source } of [...hosts.hosts, ...hosts.owners])
      for (const part of source.split('; ')) {
        const [name = ''] = part.split(': ');
        const isWords = /[ A-Z]/.test(name);
        expect(isWords || sources.has(name), `${name} is neither words nor a source`).toBe(true);
      }
  });

  it('uses every source, owner and set of purposes that it lists', () => {
    const cited = [...hosts.hosts, ...hosts.owners].flatMap(({ source }) => source.split('; '));
    for (const name of Object.keys(hosts.sources ?? {}))
      expect(
        cited.some((part) => part === name || part.startsWith(`${name}: `)),
        name,
      ).toBe(true);
    for (const { name } of hosts.owners)
      expect(
        hosts.hosts.some(({ owner }) => owner === name),
        name,
      ).toBe(true);
    for (const name of Object.keys(hosts.purposeSets ?? {}))
      expect(
        hosts.hosts.some(({ purposes }) => purposes === name),
        name,
      ).toBe(true);
  });

  it('is sorted, owners and rows', () => {
    const owners = hosts.owners.map(({ name }) => name.toLowerCase());
    expect(owners).toEqual(owners.toSorted());
    const keys = hosts.hosts.map(({ owner, domain }) => sortKey(owner, domain));
    expect(keys).toEqual(keys.toSorted());
  });

  it('names only domains that a registry could hold, brands that are a registry, and prefixes', () => {
    for (const { domain, match } of hosts.hosts) {
      const { isIcann, publicSuffix } = parse(domain);
      const isBrand = publicSuffix === domain && !domain.includes('.') && domain.length > 3;
      expect(
        match === 'name-prefix' || isBrand || (isIcann === true && publicSuffix !== domain),
        domain,
      ).toBe(true);
    }
  });

  it('lets the longest row win: every row is found by its own name and below', () => {
    for (const { domain, match, owner } of hosts.hosts) {
      if (match === 'name-prefix') continue;
      const below = hosts.hosts.some((other) => other.domain === `x-test.${domain}`);
      expect(below).toBe(false);
      for (const host of match === 'exact'
        ? [domain]
        : [domain, `x-test.${domain}`, `a.b.${domain.toUpperCase()}.`])
        expect(ofRedmi(host).owner, host).toBe(owner);
    }
  });

  it('gives every vendor and platform the brands of its handsets, and every operator none', () => {
    for (const { name, kind, brands } of hosts.owners)
      expect(brands !== undefined, name).toBe(kind === 'vendor' || kind === 'platform');
  });

  it.each<[string, string, Party]>([
    ['api.account.xiaomi.com', 'Xiaomi', 'vendor'],
    ['contactapi.micloud.xiaomi.net', 'Xiaomi', 'vendor'],
    ['data.mistat.intl.xiaomi.com', 'Xiaomi', 'vendor'],
    ['tracking.miui.com', 'Xiaomi', 'vendor'],
    ['dc.di.atlas.samsung.com', 'Samsung', 'other-vendor'],
    ['metrics1.data.hicloud.com', 'Huawei', 'other-vendor'],
    ['component-ota-cn.allawntech.com', 'OPPO', 'other-vendor'],
    ['open.oneplus.net', 'OnePlus', 'other-vendor'],
    ['android.clients.google.com', 'Google', 'platform'],
    ['app-measurement.com', 'Google', 'platform'],
    ['settings.crashlytics.com', 'Google', 'platform'],
    ['zzhc.vnet.cn', 'China Telecom', 'operator'],
    ['epdg.epc.mnc001.mcc262.pub.3gppnetwork.org', 'mobile network of the SIM card', 'operator'],
    ['ulogs.umeng.com', 'Umeng', 'third-party'],
    ['t.appsflyer.com', 'AppsFlyer', 'third-party'],
    ['graph.facebook.com', 'Meta', 'third-party'],
    ['katalk.kakao.com', 'Kakao', 'third-party'],
    ['gd2.line.naver.jp', 'LY Corporation', 'third-party'],
    ['config.rcs.mnc001.mcc460.jibecloud.net', 'Google', 'platform'],
    ['ec2-54-1-2-3.us-west-2.compute.amazonaws.com', 'unknown', 'unknown'],
    ['bucket.storage.googleapis.com', 'unknown', 'unknown'],
    ['xiaomi.eu', 'unknown', 'unknown'],
    ['xiaomi.com.example.org', 'unknown', 'unknown'],
  ])('on a Redmi, %s is %s, %s', (host, owner, party) => {
    expect(ofRedmi(host)).toMatchObject({ owner, party });
  });

  it.each<[string, DataClass, string]>([
    ['api.account.xiaomi.com', 'contact.number', 'cloud-messaging'],
    ['api.account.xiaomi.com', 'sms.peer_number', 'cloud-messaging'],
    ['api.account.xiaomi.com', 'imsi', 'cloud-messaging'],
    ['api.account.xiaomi.com', 'account', 'privacy-policy'],
    ['api.account.xiaomi.com', 'sms.body', 'none'],
    ['account.xiaomi.com', 'phone', 'privacy-policy'],
    ['account.xiaomi.com', 'contact.number', 'none'],
    ['contactapi.micloud.xiaomi.net', 'contact.number', 'cloud-sync'],
    ['contactapi.micloud.xiaomi.net', 'sms.body', 'none'],
    ['smsapi.micloud.xiaomi.net', 'sms.body', 'cloud-sync'],
    ['phonecallapi.micloud.xiaomi.net', 'call.peer_number', 'cloud-sync'],
    ['data.mistat.xiaomi.com', 'device_id', 'user-experience'],
    ['tracking.intl.miui.com', 'app_usage', 'user-experience'],
    ['tracking.miui.com', 'contact.number', 'none'],
    ['fcanr.tracking.miui.com', 'imei', 'diagnostics'],
    ['sa.api.intl.miui.com', 'browsing', 'none'],
    ['sdkconfig.ad.xiaomi.com', 'device_id', 'personalized-ads'],
    ['update.miui.com', 'imei', 'privacy-policy'],
    ['policy.app.xiaomi.com', 'installed_apps', 'privacy-policy'],
    ['api.huangye.miui.com', 'contact.number', 'none'],
    ['graph.facebook.com', 'contact.number', 'none'],
  ])('%s, %s stands under %s', (host, dataClass, purpose) => {
    expect(purposeOf(ofRedmi(host), { purposes: [] }, dataClass)).toBe(purpose);
  });
});

const list = fileURLToPath(new URL('../../../shared/data/vendor-domains.json', import.meta.url));

describe('check:hosts', () => {
  it.skipIf(!existsSync(list))(
    'gives the right owner to 95 % of each vendor of the public list',
    async () => {
      const coverages = measureCoverage(hosts, await readList(list));
      expect(coverages.map(({ vendor }) => vendor)).toEqual(['xiaomi', 'samsung', 'huawei', 'oppo', 'vivo']);
      for (const { vendor, passed, misses } of coverages)
        expect(passed, `${vendor}: ${JSON.stringify(misses)}`).toBe(true);
    },
  );

  it('fails a vendor below 95 %, one without entries, and a name below a domain that goes elsewhere', () => {
    const entry = (domain: string, match = 'domain-and-below') => ({ domain, match });
    const vendors = {
      xiaomi: [entry('xiaomi.com'), entry('example.org')],
      samsung: [],
      huawei: [entry('huawei.com')],
      oppo: [entry('googleapis.com')],
      vivo: [...Array.from({ length: 19 }, () => entry('vivo.com')), entry('vivo.example', 'exact')],
    };
    const passed = measureCoverage(hosts, { vendors }).map((coverage) => [coverage.vendor, coverage.passed]);
    expect(Object.fromEntries(passed)).toEqual({
      xiaomi: false,
      samsung: false,
      huawei: true,
      oppo: false,
      vivo: true,
    });
  });
});
