import { makeDirectories, writeBytes } from '../files/tree.ts';
import type { Machine } from '../machine.ts';
import { type ApkFacts, apkFactsFrom } from './apk.ts';
import { askToInstall } from '../apps/security-center.ts';

/** What `pm install` prints after its name, success or refusal. */
export type InstallOutcome = { readonly ok: boolean; readonly text: string };

const refusal = (text: string): InstallOutcome => ({ ok: false, text: `Failure [${text}]` });

/**
 * Installs an APK. Where "Install via USB" asks, the answer comes from the screen, and an unanswered question is a
 * refusal after some ten seconds.
 */
export const installApk = async (
  machine: Machine,
  apk: Buffer,
  grantAll: boolean,
): Promise<InstallOutcome> => {
  const { traps, profile } = machine.handset;
  const facts = apkFactsFrom(apk);
  if (facts === null) return refusal('INSTALL_PARSE_FAILED_NOT_APK: Failed to parse APK');
  if (facts.minSdk > profile.apiLevel)
    return refusal(`INSTALL_FAILED_OLDER_SDK: Requires newer sdk version #${String(facts.minSdk)}`);
  if (traps.installAsks && !(await askToInstall(machine, facts.name)))
    return refusal('INSTALL_FAILED_USER_RESTRICTED: Install canceled by user');
  record(machine, facts, apk, grantAll);
  return { ok: true, text: 'Success' };
};

const FRESH = { uid: null, system: false, sharedUser: null, granted: [], firstInstallMs: null } as const;

const record = ({ handset }: Machine, facts: ApkFacts, apk: Buffer, grantAll: boolean): void => {
  const { packages, clock, events, files } = handset;
  const before = packages.get(facts.name) ?? FRESH;
  const path = `/data/app/${facts.name}`;
  makeDirectories(files, path, 0);
  writeBytes(files, `${path}/base.apk`, apk, { user: 0 });
  packages.put({
    ...facts,
    uid: before.uid ?? packages.freeUid(),
    system: before.system,
    trustsUserCa: false,
    sharedUser: before.sharedUser,
    path: `${path}/base.apk`,
    granted: grantAll ? facts.permissions : before.granted,
    enabled: true,
    firstInstallMs: before.firstInstallMs ?? clock.nowMs(),
    lastUpdateMs: clock.nowMs(),
  });
  events.emit('app.installed', { package: facts.name });
};
