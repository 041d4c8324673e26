import type { DataClass } from '#model/data-class';
import type { TwinFlow } from '#model/twin-firmware';
import type { Handset } from '../handset.ts';
import { renderBody, renderChain } from './body.ts';
import { plain, type Rendered } from './carried.ts';
import { type Entries, FIELD_CLASSES } from './entries.ts';
import type { VendorSession } from './session.ts';
import { renderTemplate, type Scope } from './template.ts';

/** What the values of templates are read from. */
export type Sources = {
  readonly handset: Handset;
  readonly entries: Entries;
  readonly session: VendorSession;
  readonly random: (byteLength: number) => Buffer;
};

type Fact = readonly [DataClass, string];

const personal = ({ handset }: Sources): Readonly<Record<string, Fact>> => {
  const { identifiers: ids, operator, wifi, location, account } = handset.profile;
  return {
    imei: ['imei', ids.imei[0] ?? ''],
    imei2: ['imei', ids.imei[1] ?? ''],
    meid: ['device_id', ids.meid ?? ''],
    imsi: ['imsi', ids.imsi],
    iccid: ['iccid', ids.iccid],
    number: ['phone.own', ids.phoneNumber],
    serial: ['serial', ids.serial],
    androidId: ['android_id', ids.androidId],
    gaid: ['gaid', ids.gaid],
    mac: ['mac', ids.wifiMac],
    bluetoothMac: ['mac', ids.bluetoothMac],
    operator: ['operator', operator.name],
    operatorNumeric: ['operator', operator.numeric],
    cell: ['cell', String(operator.cellId)],
    ssid: ['ssid', wifi.ssid],
    bssid: ['bssid', wifi.bssid],
    address: ['ip', wifi.address],
    location: ['location', `${location.latitude},${location.longitude}`],
    account: ['account', account.id],
    accountEmail: ['email', account.email],
  };
};

const uuidFrom = (bytes: Buffer): string =>
  bytes.toString('hex').replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-a$4-$5');

const impersonal = ({ handset, session, random }: Sources): Readonly<Record<string, () => string>> => {
  const { profile, clock } = handset;
  return {
    model: () => profile.model,
    device: () => profile.device,
    brand: () => profile.brand,
    androidVersion: () => profile.androidVersion,
    apiLevel: () => String(profile.apiLevel),
    build: () => profile.incremental,
    region: () => profile.region,
    locale: () => profile.locale,
    width: () => String(profile.screen.width),
    now: () => String(clock.nowMs()),
    nowSeconds: () => String(Math.floor(clock.nowMs() / 1000)),
    uuid: () => uuidFrom(random(16)),
    nonce: () => random(8).toString('hex'),
    // Not a class of its own: the sign-in cannot do without it.
    password: () => profile.account.password,
    'login.ssecurity': () => needed(session.get('ssecurity')),
    'login.serviceToken': () => needed(session.get('serviceToken')),
  };
};

const needed = (value: string | undefined): string => {
  if (value === undefined) throw new Error('not signed in at the vendor: there is no session key');
  return value;
};

const listed = (packages: readonly { readonly name: string }[]): Rendered => {
  const names = packages.map(({ name }) => name);
  return {
    bytes: Buffer.from(names.join(',')),
    carries: names.map((value) => ({ class: 'installed_apps', value, encode: [] })),
  };
};

/** An event, or a row of a table told like one, with the moment up to which entries count. */
export type Happening = {
  readonly atMs: number;
  readonly fields: Readonly<Record<string, string>>;
};

const fieldOf = ({ entries }: Sources, { atMs, fields }: Happening, name: string): Rendered | null => {
  const value = fields[name];
  const dataClass = FIELD_CLASSES[name];
  if (value === undefined) return dataClass === undefined ? null : plain('');
  if (dataClass === undefined || value === '') return plain(value);
  const entry = entries.of(dataClass, value, atMs);
  return { bytes: Buffer.from(value), carries: [{ class: dataClass, value, encode: [], ...entry }] };
};

/** The values of templates for one happening: its fields, then those of the handset. */
export const scopeOf =
  (sources: Sources, happening: Happening): Scope =>
  (name) => {
    const field = fieldOf(sources, happening, name);
    if (field !== null) return field;
    if (name === 'packages') return listed(sources.handset.packages.list());
    if (name === 'factoryPackages') return listed(sources.handset.profile.packages);
    if (name === 'random') return { bytes: sources.random(256), carries: [] };
    const [dataClass, value] = personal(sources)[name] ?? [];
    if (dataClass !== undefined && value !== undefined)
      return {
        bytes: Buffer.from(value),
        carries: value === '' ? [] : [{ class: dataClass, value, encode: [] }],
      };
    const known = impersonal(sources)[name];
    if (known === undefined) throw new Error(`a template names an unknown value: ${name}`);
    return plain(known());
  };

/** A scope that knows further values before its own. */
export const withValues = (scope: Scope, values: ReadonlyMap<string, Rendered>): Scope => {
  return (name) => values.get(name) ?? scope(name);
};

/** The values that a flow makes for itself, each from those before it. @throws as renderTemplate */
export const withMade = (scope: Scope, made: TwinFlow['values']): Scope => {
  const values = new Map<string, Rendered>();
  const inner = withValues(scope, values);
  for (const [name, value] of Object.entries(made))
    values.set(
      name,
      typeof value === 'string'
        ? renderTemplate(value, inner)
        : renderChain(renderBody(value.of, inner), value.encode, inner),
    );
  return inner;
};
