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

type Walk = { way: Place[]; names: string[]; links: number };

const enter = (tree: FileTree, walk: Walk, name: string, followLast: boolean): void => {
  const here = walk.way.at(-1) ?? startOf(tree);
  const next = step(tree, here, name);
  if (next.node?.kind !== 'link' || (!followLast && walk.names.length === 0)) {
    walk.way.push(next);
    return;
  }
  if (++walk.links > MAX_LINKS || walk.names.length > MAX_NAMES) throw new FileFault('ELOOP');
  walk.names = [...targetNames(here.path, next.node.target), ...walk.names];
  walk.way = [startOf(tree)];
};

const startOf = (tree: FileTree): Place => ({ parent: tree.root, name: '', path: '/', node: tree.root });

/**
 * Walks to a path through links and mounts.
 * @throws FileFault ENOENT, ENOTDIR for a missing or unfit directory on the way, ELOOP for too many links
 */
export const find = (tree: FileTree, path: string, followLast = true): Place => {
  const walk: Walk = { way: [startOf(tree)], names: namesOf(path), links: 0 };
  for (let name = walk.names.shift(); name !== undefined; name = walk.names.shift()) {
    if (name !== '..') enter(tree, walk, name, followLast);
    else if (walk.way.length > 1) walk.way.pop();
  }
  return walk.way.at(-1) ?? startOf(tree);
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
