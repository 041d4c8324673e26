import type { TwinHandset } from '#model/twin';

/** One installed application. */
export type InstalledPackage = {
  readonly name: string;
  readonly versionName: string;
  readonly versionCode: number;
  readonly uid: number;
  readonly minSdk: number;
  readonly targetSdk: number;
  readonly system: boolean;
  readonly trustsUserCa: boolean;
  readonly sharedUser: string | null;
  readonly path: string;
  readonly permissions: readonly string[];
  readonly granted: readonly string[];
  readonly enabled: boolean;
  readonly firstInstallMs: number;
  readonly lastUpdateMs: number;
  /** From the APK, for packages that were installed. */
  readonly instrumentation: readonly { readonly runner: string; readonly target: string }[];
  readonly launcher: string | null;
};

/** The applications of one handset. */
export type PackageStore = {
  readonly get: (name: string) => InstalledPackage | undefined;
  readonly put: (added: InstalledPackage) => void;
  readonly remove: (name: string) => boolean;
  /** Sorted by name. */
  readonly list: () => readonly InstalledPackage[];
  /** A uid that no package has. */
  readonly freeUid: () => number;
};

const FIRST_APP_UID = 10_300;

/** The applications that a handset comes with. */
export const createPackageStore = (profile: TwinHandset, nowMs: number): PackageStore => {
  const packages = new Map<string, InstalledPackage>();
  for (const { sharedUser, ...known } of profile.packages)
    packages.set(known.name, {
      ...known,
      sharedUser: sharedUser ?? null,
      minSdk: Math.min(known.targetSdk, 23),
      path: `/${known.system ? 'system/app' : 'data/app'}/${known.name}/base.apk`,
      permissions: ['android.permission.INTERNET'],
      granted: [],
      enabled: true,
      firstInstallMs: nowMs,
      lastUpdateMs: nowMs,
      instrumentation: [],
      launcher: null,
    });
  return {
    get: (name) => packages.get(name),
    put: (added) => {
      packages.set(added.name, added);
    },
    remove: (name) => packages.delete(name),
    list: () => [...packages.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    freeUid: () => Math.max(FIRST_APP_UID, ...[...packages.values()].map(({ uid }) => uid)) + 1,
  };
};
