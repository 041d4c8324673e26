import { type DirectoryNode, FileFault, type FileNode } from './node.ts';

/** The file tree of one handset; its verbs stand in tree.ts. */
export type FileTree = {
  readonly root: DirectoryNode;
  /** Directories that cover others, latest last. */
  readonly mounts: { readonly path: string; readonly node: DirectoryNode }[];
  systemWritable: boolean;
  readonly nowMs: () => number;
};

/** Where a path leads; `node` is undefined when the last name is missing. `path` is free of links. */
export type Place = {
  readonly parent: DirectoryNode;
  readonly name: string;
  readonly path: string;
  readonly node: FileNode | undefined;
};

const MAX_LINKS = 16;
const MAX_NAMES = 256;

/** The names of a path, without empty ones and single dots. */
export const namesOf = (path: string): string[] =>
  path.split('/').filter((name) => name !== '' && name !== '.');

const step = (tree: FileTree, from: Place, name: string): Place => {
  if (from.node === undefined) throw new FileFault('ENOENT');
  if (from.node.kind !== 'directory') throw new FileFault('ENOTDIR');
  const path = `${from.path === '/' ? '' : from.path}/${name}`;
  const cover = tree.mounts.findLast((mount) => mount.path === path)?.node;
  return { parent: from.node, name, path, node: cover ?? from.node.entries.get(name) };
};

const targetNames = (base: string, target: string): string[] => [
  ...(target.startsWith('/') ? [] : namesOf(base)),
  ...namesOf(target),
];

/**
 * Walks to a path through links and mounts.
 * @throws FileFault ENOENT, ENOTDIR for a missing or unfit directory on the way, ELOOP for too many links
 */
export const find = (tree: FileTree, path: string, followLast = true): Place => {
  const start: Place = { parent: tree.root, name: '', path: '/', node: tree.root };
  let way: Place[] = [start];
  let names = namesOf(path);
  let links = 0;
  while (names.length > 0) {
    const [name = '', ...rest] = names;
    names = rest;
    const here = way.at(-1) ?? start;
    if (name === '..') {
      if (way.length > 1) way.pop();
      continue;
    }
    const next = step(tree, here, name);
    if (next.node?.kind === 'link' && (followLast || rest.length > 0)) {
      if (++links > MAX_LINKS || rest.length > MAX_NAMES) throw new FileFault('ELOOP');
      names = [...targetNames(here.path, next.node.target), ...rest];
      way = [start];
    } else way.push(next);
  }
  return way.at(-1) ?? start;
};

/**
 * The node at a path.
 * @throws FileFault as `find`, and ENOENT when nothing is there
 */
export const need = (
  tree: FileTree,
  path: string,
  followLast = true,
): Place & { readonly node: FileNode } => {
  const place = find(tree, path, followLast);
  if (place.node === undefined) throw new FileFault('ENOENT');
  return { ...place, node: place.node };
};
