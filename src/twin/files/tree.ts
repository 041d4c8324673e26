import { type DirectoryNode, FileFault, type FileNode, makeDirectory } from './node.ts';
import { type FileTree, find, namesOf, need, type Place } from './walk.ts';

/** The user of a file operation: root or the shell. */
export type FileUser = 0 | 2000;

const READ_ONLY = /^\/(system|vendor|product|apex|odm|system_ext)(\/|$)/;
const SHELL_MAY_WRITE = /^\/(data\/local\/tmp|storage\/emulated\/0|dev|proc\/self)(\/|$)/;
const SHELL_MAY_NOT_READ = /^\/data\/(data|misc|system|app|user)(\/|$)/;

/** @throws FileFault EROFS, EACCES */
const requireWritable = (tree: FileTree, path: string, user: FileUser): void => {
  const isCovered = tree.mounts.some((mount) => path === mount.path || path.startsWith(`${mount.path}/`));
  if (READ_ONLY.test(path) && !tree.systemWritable && !isCovered) throw new FileFault('EROFS');
  if (user !== 0 && !SHELL_MAY_WRITE.test(path)) throw new FileFault('EACCES');
};

const put = (tree: FileTree, place: Place, node: FileNode): void => {
  place.parent.entries.set(place.name, node);
  place.parent.mtimeMs = tree.nowMs();
};

const directoryAt = (tree: FileTree, path: string): DirectoryNode => {
  const { node } = need(tree, path);
  if (node.kind !== 'directory') throw new FileFault('ENOTDIR');
  return node;
};

/** Whether the user may read below a path. */
export const mayRead = (path: string, user: FileUser): boolean =>
  user === 0 || !SHELL_MAY_NOT_READ.test(path);

/** Whether something is at the path; never throws. */
export const exists = (tree: FileTree, path: string): boolean => {
  try {
    return find(tree, path).node !== undefined;
  } catch {
    return false;
  }
};

/** The bytes of a file. @throws FileFault */
export const readBytes = (tree: FileTree, path: string): Buffer => {
  const { node } = need(tree, path);
  if (node.kind !== 'file') throw new FileFault('EISDIR');
  return node.bytes;
};

/** Names and nodes of a directory, sorted. @throws FileFault */
export const listDirectory = (tree: FileTree, path: string): readonly (readonly [string, FileNode])[] => {
  const names = [...directoryAt(tree, path).entries.keys()].sort();
  return names.map((name) => [name, need(tree, `${path}/${name}`, false).node] as const);
};

/** Writes or appends to a file; its directory must exist. @throws FileFault */
export const writeBytes = (
  tree: FileTree,
  path: string,
  bytes: Buffer,
  how: {
    readonly user: FileUser;
    readonly mode?: number;
    readonly mtimeMs?: number;
    readonly append?: boolean;
  },
): void => {
  const place = find(tree, path);
  requireWritable(tree, place.path, how.user);
  if (place.node?.kind === 'directory') throw new FileFault('EISDIR');
  const old = place.node?.kind === 'file' ? place.node : undefined;
  const { mode, uid, bytes: before } = old ?? { mode: 0o644, uid: how.user, bytes: Buffer.alloc(0) };
  put(tree, place, {
    kind: 'file',
    mode: how.mode ?? mode,
    uid,
    mtimeMs: how.mtimeMs ?? tree.nowMs(),
    bytes: how.append === true ? Buffer.concat([before, bytes]) : bytes,
  });
};

/** Makes a directory and those above it. @throws FileFault */
export const makeDirectories = (tree: FileTree, path: string, user: FileUser, mode = 0o755): void => {
  const names = namesOf(path);
  names.forEach((_, index) => {
    const place = find(tree, `/${names.slice(0, index + 1).join('/')}`);
    if (place.node?.kind === 'directory') return;
    if (place.node !== undefined) throw new FileFault('ENOTDIR');
    requireWritable(tree, place.path, user);
    put(tree, place, makeDirectory(mode, user, tree.nowMs()));
  });
};

/** Removes a file, a link or, with `recursive`, a directory. @throws FileFault */
export const removePath = (
  tree: FileTree,
  path: string,
  how: { readonly user: FileUser; readonly recursive: boolean },
): void => {
  const place = need(tree, path, false);
  requireWritable(tree, place.path, how.user);
  if (tree.mounts.some((mount) => mount.path === place.path)) throw new FileFault('EBUSY');
  if (place.node.kind === 'directory' && !how.recursive) throw new FileFault('EISDIR');
  place.parent.entries.delete(place.name);
};

/** Copies a file or renames anything; a directory as target takes it in. @throws FileFault */
export const transfer = (
  tree: FileTree,
  from: string,
  to: string,
  how: { readonly user: FileUser; readonly keep: boolean },
): void => {
  const source = need(tree, from, how.keep);
  const target = find(tree, to);
  const into = target.node?.kind === 'directory' ? find(tree, `${to}/${source.name}`, false) : target;
  requireWritable(tree, into.path, how.user);
  if (how.keep) {
    if (source.node.kind !== 'file') throw new FileFault('EISDIR');
    put(tree, into, { ...source.node, uid: how.user, mtimeMs: tree.nowMs() });
    return;
  }
  requireWritable(tree, source.path, how.user);
  put(tree, into, source.node);
  source.parent.entries.delete(source.name);
};

/** Makes a symbolic link. @throws FileFault */
export const makeLink = (tree: FileTree, path: string, target: string, user: FileUser): void => {
  const place = find(tree, path, false);
  requireWritable(tree, place.path, user);
  if (place.node !== undefined) throw new FileFault('EEXIST');
  put(tree, place, { kind: 'link', mode: 0o777, uid: user, mtimeMs: tree.nowMs(), target });
};

/** Sets permission bits. @throws FileFault */
export const setMode = (tree: FileTree, path: string, mode: number, user: FileUser): void => {
  const { node, path: realPath } = need(tree, path);
  requireWritable(tree, realPath, user);
  node.mode = mode;
};

/** Covers a directory with another one, or with an empty tmpfs when there is no source. @throws FileFault */
export const mount = (tree: FileTree, path: string, source?: string): void => {
  const place = need(tree, path);
  if (place.node.kind !== 'directory') throw new FileFault('ENOTDIR');
  const node = source === undefined ? makeDirectory(0o755, 0, tree.nowMs()) : directoryAt(tree, source);
  tree.mounts.push({ path: place.path, node });
};

/** Takes the latest cover off a directory. @throws FileFault EINVAL when there is none */
export const unmount = (tree: FileTree, path: string): void => {
  const realPath = find(tree, path).path;
  const index = tree.mounts.findLastIndex((cover) => cover.path === realPath);
  if (index === -1) throw new FileFault('EINVAL');
  tree.mounts.splice(index, 1);
};

const DIRECTORIES = [
  '/data/local/tmp',
  '/data/misc/user/0/cacerts-added',
  '/data/misc/user/0/cacerts-removed',
  '/data/app',
  '/dev',
  '/mnt',
  '/proc/net',
  '/storage/emulated/0/Android',
  '/storage/emulated/0/DCIM',
  '/storage/emulated/0/Download',
  '/storage/emulated/0/MIUI',
  '/storage/emulated/0/Pictures',
  '/system/app',
  '/system/bin',
  '/system/priv-app',
  '/system/etc/security/cacerts',
  '/vendor',
];

/** The tree of a handset out of the box; from API 34 the certificate store is in the APEX too. */
export const createFileTree = (nowMs: () => number, apiLevel: number): FileTree => {
  const root = makeDirectory(0o755, 0, nowMs());
  const tree: FileTree = { root, mounts: [], systemWritable: true, nowMs };
  for (const path of DIRECTORIES) makeDirectories(tree, path, 0);
  if (apiLevel >= 34) makeDirectories(tree, '/apex/com.android.conscrypt/cacerts', 0);
  makeLink(tree, '/sdcard', '/storage/emulated/0', 0);
  makeLink(tree, '/etc', '/system/etc', 0);
  makeLink(tree, '/bin', '/system/bin', 0);
  setMode(tree, '/data/local/tmp', 0o771, 0);
  writeBytes(
    tree,
    '/system/etc/hosts',
    Buffer.from('127.0.0.1       localhost\n::1             ip6-localhost\n'),
    {
      user: 0,
    },
  );
  tree.systemWritable = false;
  return tree;
};

/** What a boot undoes: covers and the writable system. */
export const bootFileTree = (tree: FileTree): void => {
  tree.mounts.length = 0;
  tree.systemWritable = false;
};
