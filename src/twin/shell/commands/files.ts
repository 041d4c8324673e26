import { FileFault, type FileNode, sizeOf, statMode } from '../../files/node.ts';
import {
  exists,
  listDirectory,
  makeDirectories,
  makeLink,
  mayRead,
  readBytes,
  removePath,
  setMode,
  transfer,
  writeBytes,
} from '../../files/tree.ts';
import { find, need } from '../../files/walk.ts';
import { type Command, type CommandContext, type CommandTable, resolvePath } from '../command.ts';

/** The letters of all short options. */
const optionsOf = ({ args }: CommandContext): string =>
  args.filter((arg) => arg.startsWith('-') && !arg.startsWith('--')).join('');

/** The arguments that are no options, as absolute paths. */
export const operandsOf = (context: CommandContext): string[] =>
  context.args.filter((arg) => !arg.startsWith('-')).map((path) => resolvePath(context, path));

/** Does something for every path and tells of those where it failed. */
export const forEachPath = (
  context: CommandContext,
  paths: readonly string[],
  act: (path: string) => void,
): number => {
  let code = 0;
  for (const path of paths) {
    try {
      act(path);
    } catch (fault) {
      if (!(fault instanceof FileFault)) throw fault;
      context.complain(`${context.name}: ${path}: ${fault.message}\n`);
      code = 1;
    }
  }
  return code;
};

const USERS: Readonly<Record<number, string>> = { 0: 'root', 1000: 'system', 2000: 'shell' };

const modeText = (node: FileNode): string => {
  const type = { file: '-', directory: 'd', link: 'l' }[node.kind];
  const bits = Array.from('rwxrwxrwx', (letter, index) => ((node.mode >> (8 - index)) & 1 ? letter : '-'));
  return type + bits.join('');
};

const longLine = (name: string, node: FileNode): string => {
  const user = USERS[node.uid] ?? `u0_a${String(node.uid)}`;
  const date = new Date(node.mtimeMs).toISOString().slice(0, 16).replace('T', ' ');
  const target = node.kind === 'link' ? ` -> ${node.target}` : '';
  return `${modeText(node)} 1 ${user} ${user} ${String(sizeOf(node)).padStart(8)} ${date} ${name}${target}\n`;
};

const ls: Command = (context) => {
  const options = optionsOf(context);
  const { files } = context.machine.handset;
  const named = operandsOf(context);
  const paths = named.length > 0 ? named : [context.workingDirectory];
  const line = (name: string, node: FileNode): string =>
    options.includes('l') ? longLine(name, node) : `${name}\n`;
  return forEachPath(context, paths, (path) => {
    if (!mayRead(path, context.user)) throw new FileFault('EACCES');
    const { node } = need(files, path);
    if (node.kind !== 'directory' || options.includes('d')) {
      context.say(line(path, node));
      return;
    }
    const rows = listDirectory(files, path);
    if (options.includes('l')) context.say(`total ${String(rows.length * 4)}\n`);
    for (const [name, entry] of rows)
      if (options.includes('a') || !name.startsWith('.')) context.say(line(name, entry));
  });
};

const rm: Command = (context) => {
  const options = optionsOf(context);
  const { files } = context.machine.handset;
  const how = { user: context.user, recursive: /[rR]/.test(options) };
  return forEachPath(context, operandsOf(context), (path) => {
    if (!options.includes('f') || exists(files, path)) removePath(files, path, how);
  });
};

const mkdir: Command = (context) => {
  const { files } = context.machine.handset;
  const parents = optionsOf(context).includes('p');
  return forEachPath(context, operandsOf(context), (path) => {
    const place = parents ? undefined : find(files, path);
    if (place?.node !== undefined) throw new FileFault('EEXIST');
    makeDirectories(files, path, context.user);
  });
};

const copyOrMove =
  (keep: boolean): Command =>
  (context) => {
    const paths = operandsOf(context);
    const target = paths.pop() ?? '/';
    return forEachPath(context, paths, (path) => {
      transfer(context.machine.handset.files, path, target, { user: context.user, keep });
    });
  };

const chmod: Command = (context) => {
  const [mode = '644', ...paths] = context.args.filter((arg) => !arg.startsWith('-'));
  const bits = /^[0-7]{3,4}$/.test(mode) ? parseInt(mode, 8) : 0o755;
  const whole = paths.map((path) => resolvePath(context, path));
  return forEachPath(context, whole, (path) => {
    setMode(context.machine.handset.files, path, bits, context.user);
  });
};

/** Owners and SELinux labels are not kept; only whether the path can be changed is checked. */
const relabel: Command = (context) => {
  const paths = operandsOf(context).filter(
    (path) => path.includes('/', 1) || exists(context.machine.handset.files, path),
  );
  const targets = context.name === 'restorecon' ? paths : operandsOf(context).slice(1);
  return forEachPath(context, targets, (path) => {
    const { node } = need(context.machine.handset.files, path);
    setMode(context.machine.handset.files, path, node.mode, context.user);
  });
};

const touch: Command = (context) =>
  forEachPath(context, operandsOf(context), (path) => {
    writeBytes(context.machine.handset.files, path, Buffer.alloc(0), { user: context.user, append: true });
  });

const ln: Command = (context) => {
  const [target = '', path = ''] = context.args.filter((arg) => !arg.startsWith('-'));
  return forEachPath(context, [resolvePath(context, path)], (whole) => {
    makeLink(context.machine.handset.files, whole, target, context.user);
  });
};

const readlink: Command = (context) =>
  forEachPath(context, operandsOf(context), (path) => {
    const { node, path: realPath } = need(
      context.machine.handset.files,
      path,
      optionsOf(context).includes('f'),
    );
    context.say(`${node.kind === 'link' ? node.target : realPath}\n`);
  });

const STAT_FIELDS: Readonly<Record<string, (node: FileNode, path: string) => string>> = {
  s: (node) => String(sizeOf(node)),
  a: (node) => node.mode.toString(8),
  f: (node) => statMode(node).toString(16),
  Y: (node) => String(Math.floor(node.mtimeMs / 1000)),
  u: (node) => String(node.uid),
  n: (_, path) => path,
};

const stat: Command = (context) => {
  const index = context.args.findIndex((arg) => arg === '-c');
  const format = index === -1 ? '  File: %n\n  Size: %s' : (context.args[index + 1] ?? '');
  const paths = context.args.filter((arg, place) => !arg.startsWith('-') && place !== index + 1);
  return forEachPath(
    context,
    paths.map((path) => resolvePath(context, path)),
    (path) => {
      const { node } = need(context.machine.handset.files, path);
      context.say(
        `${format.replace(/%([safYun])/g, (_, key: string) => STAT_FIELDS[key]?.(node, path) ?? '')}\n`,
      );
    },
  );
};

const findCommand: Command = (context) => {
  const [start = '.', ...rest] = context.args;
  const name = rest[rest.indexOf('-name') + 1];
  const type = { f: 'file', d: 'directory', l: 'link' }[rest[rest.indexOf('-type') + 1] ?? ''];
  const { files } = context.machine.handset;
  const pattern = rest.includes('-name')
    ? new RegExp(`^${(name ?? '').replace(/\./g, '\\.').replace(/\*+/g, '.*')}$`)
    : /^/;
  const visit = (path: string, node: FileNode, depth: number): void => {
    if (pattern.test(path.split('/').at(-1) ?? '') && (type === undefined || node.kind === type))
      context.say(`${path}\n`);
    if (node.kind !== 'directory' || depth > 20) return;
    for (const [entry, child] of listDirectory(files, path)) visit(`${path}/${entry}`, child, depth + 1);
  };
  return forEachPath(context, [start], (path) => {
    visit(path, need(files, resolvePath(context, path)).node, 0);
  });
};

const df: Command = ({ say }) => {
  say('Filesystem      1K-blocks    Used Available Use% Mounted on\n');
  say('/dev/block/dm-5 110000000 9000000 101000000   9% /data\n');
  return 0;
};

const du: Command = (context) =>
  forEachPath(context, operandsOf(context), (path) => {
    context.say(
      `${String(Math.ceil(readBytes(context.machine.handset.files, path).length / 1024))}\t${path}\n`,
    );
  });

/** Commands that work on the file tree. */
export const FILE_COMMANDS: CommandTable = {
  ls,
  rm,
  mkdir,
  rmdir: rm,
  mv: copyOrMove(false),
  cp: copyOrMove(true),
  chmod,
  chown: relabel,
  chcon: relabel,
  restorecon: relabel,
  touch,
  ln,
  readlink,
  realpath: readlink,
  stat,
  find: findCommand,
  df,
  du,
};
