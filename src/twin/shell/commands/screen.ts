import { FileFault } from '../../files/node.ts';
import { writeBytes } from '../../files/tree.ts';
import { drawScreen } from '../../uiautomator/screenshot.ts';
import { sourceXml } from '../../uiautomator/source.ts';
import { type Command, type CommandContext, type CommandTable, resolvePath } from '../command.ts';

const NOISE = 'FORTIFY: pthread_mutex_destroy called on a destroyed mutex (0x7b5c4d3f08)\n';

const writeTo = (context: CommandContext, path: string, bytes: Buffer): number => {
  try {
    writeBytes(context.machine.handset.files, resolvePath(context, path), bytes, { user: context.user });
    return 0;
  } catch (fault) {
    if (!(fault instanceof FileFault)) throw fault;
    context.complain(`Error opening file: ${path} (${fault.message})\n`);
    return 1;
  }
};

const screencap: Command = async (context) => {
  const picture = drawScreen(context.machine);
  const path = context.args.find((arg) => arg.startsWith('/') || arg.endsWith('.png'));
  if (path !== undefined) return writeTo(context, path, picture);
  if (context.machine.handset.traps.screencapNoise) context.say(NOISE);
  await context.stdout(picture);
  return 0;
};

/** `uiautomator dump [--compressed] [file]`; the misspelt message is the original's. */
const uiautomator: Command = async (context) => {
  const [verb, ...rest] = context.args;
  if (verb !== 'dump') return context.unknown();
  const path = rest.find((arg) => !arg.startsWith('-')) ?? '/sdcard/window_dump.xml';
  if (context.machine.isAutomationRunning()) {
    context.say('ERROR: could not get idle state.\n');
    return 1;
  }
  const xml = sourceXml(context.machine);
  if (path === '/dev/tty') {
    await context.stdout(Buffer.from(`${xml}UI hierchary dumped to: /dev/tty\n`));
    return 0;
  }
  const code = writeTo(context, path, Buffer.from(xml));
  if (code === 0) context.say(`UI hierchary dumped to: ${path}\n`);
  return code;
};

const wm: Command = ({ machine, args, say, unknown }) => {
  const { width, height, density } = machine.handset.profile.screen;
  if (args[0] === 'size') say(`Physical size: ${String(width)}x${String(height)}\n`);
  else if (args[0] === 'density') say(`Physical density: ${String(density)}\n`);
  else if (args[0] !== 'dismiss-keyguard') return unknown();
  return 0;
};

/** Commands about what the screen shows. */
export const SCREEN_COMMANDS: CommandTable = { screencap, uiautomator, wm };
