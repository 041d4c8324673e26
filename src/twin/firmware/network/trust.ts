import type { X509Certificate } from 'node:crypto';
import type { Handset } from '../../handset.ts';
import type { InstalledPackage } from '../../packages/package-store.ts';
import { APEX_STORE, listStore, subjectHashOld, SYSTEM_STORE, USER_STORE } from '../../state/certificates.ts';

/** Android looks a root up by its file's name: one under another name is not found. */
const roots = ({ files }: Handset, store: string): X509Certificate[] =>
  listStore(files, store).flatMap(([name, certificate]) =>
    name.startsWith(`${subjectHashOld(certificate)}.`) ? [certificate] : [],
  );

/** The file names of system roots that the owner has switched off. */
const REMOVED_STORE = '/data/misc/user/0/cacerts-removed';

/** Whether an app takes the owner's own certificates for roots: by API level, its targetSdk, or its own wish. */
const trustsUser = (apiLevel: number, app: InstalledPackage | undefined): boolean =>
  apiLevel <= 23 || (app?.targetSdk ?? apiLevel) <= 23 || app?.trustsUserCa === true;

/**
 * The roots that an app trusts on a handset. Up to Android 6, and for apps made for it, the owner's own count; from
 * Android 14 the system's stand in the APEX. Source: Android network security configuration, default trust anchors;
 * conscrypt TrustedCertificateStore.java.
 */
export const rootsFor = (handset: Handset, packageName: string): readonly X509Certificate[] => {
  const { apiLevel } = handset.profile;
  const removed = new Set(
    listStore(handset.files, REMOVED_STORE).map(([, { fingerprint256 }]) => fingerprint256),
  );
  const system = roots(handset, apiLevel >= 34 ? APEX_STORE : SYSTEM_STORE);
  return [
    ...system.filter(({ fingerprint256 }) => !removed.has(fingerprint256)),
    ...(trustsUser(apiLevel, handset.packages.get(packageName)) ? roots(handset, USER_STORE) : []),
  ];
};
