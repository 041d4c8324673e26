import { mount, unmount } from '../../files/tree.ts';
import type { Command, CommandTable } from '../command.ts';
import { forEachPath, operandsOf } from './files.ts';

const LISTED_MOUNTS = [
  '/dev/block/dm-0 on / type ext4 (ro,seclabel,relatime)',
  'tmpfs on /dev type tmpfs (rw,seclabel,nosuid,relatime,mode=755)',
  '/dev/block/dm-5 on /data type f2fs (rw,lazytime,seclabel,nosuid,nodev,noatime)',
];

const mountCommand: Command = (context) => {
  const { files } = context.machine.handset;
  const options = context.args.join(' ');
  const operands = context.args.filter(
    (arg, index) => arg.startsWith('/') && context.args[index - 1] !== '-o',
  );
  if (context.args.length === 0) {
    const covers = files.mounts.map(({ path }) => `tmpfs on ${path} type tmpfs (rw,seclabel,relatime)`);
    context.say([...LISTED_MOUNTS, ...covers].map((line) => `${line}\n`).join(''));
    return 0;
  }
  if (context.user !== 0) {
    context.complain(`mount: ${context.args.join(' ')}: Permission denied\n`);
    return 1;
  }
  if (/\bremount\b/.test(options)) {
    files.systemWritable = /\brw\b/.test(options);
    return 0;
  }
  const target = operands.at(-1) ?? '/';
  const source = /--bind|\bbind\b/.test(options) ? operands[0] : undefined;
  return forEachPath(context, [target], (path) => {
    mount(files, path, source);
  });
};

const umount: Command = (context) => {
  if (context.user !== 0) {
    context.complain('umount: Permission denied\n');
    return 1;
  }
  return forEachPath(context, operandsOf(context), (path) => {
    unmount(context.machine.handset.files, path);
  });
};

/** Commands that cover directories and take the covers off. */
export const MOUNT_COMMANDS: CommandTable = { mount: mountCommand, umount };
