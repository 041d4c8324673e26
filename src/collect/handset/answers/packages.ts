/** One installed package. Several may share a uid (1000 and 1002 on MIUI). */
export type InstalledPackage = { readonly name: string; readonly uid: number | null };

/** Reads `pm list packages -U` and its older form without uids. */
export const parsePackages = (text: string): InstalledPackage[] =>
  text.split(/\r?\n/).flatMap((line) => {
    const [, name, uid] = /^package:([\w.]+)(?: uid:(\d+))?/.exec(line) ?? [];
    return name === undefined ? [] : [{ name, uid: uid === undefined ? null : Number(uid) }];
  });

/** What `dumpsys package NAME` says of the package now in use: of an updated system app the first of two blocks. */
export const parsePackageDump = (
  text: string,
): { readonly uid: number; readonly versionName: string | null } | null => {
  const start = text.search(/^ {2}Package \[/m);
  if (start < 0) return null;
  const rest = text.slice(start + 1);
  const end = rest.search(/^ {2}Package \[|^Hidden system packages:/m);
  const block = end < 0 ? rest : rest.slice(0, end);
  const uid = /^\s+(?:userId|appId)=(\d+)/m.exec(block)?.[1];
  if (uid === undefined) return null;
  return { uid: Number(uid), versionName: /^\s+versionName=(\S+)/m.exec(block)?.[1] ?? null };
};
