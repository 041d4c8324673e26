import { pressKey } from '../../apps/keys.ts';
import { scrollByDrag } from '../../apps/gestures.ts';
import type { Command, CommandContext, CommandTable } from '../command.ts';
import { mayAct } from '../refusals.ts';

const refusal = (apiLevel: number): string =>
  apiLevel >= 33
    ? 'Injecting input events requires the caller (or the source of the instrumentation, if any) to have the INJECT_EVENTS permission.'
    : 'Injecting to another application requires INJECT_EVENTS permission';

const typeText = ({ machine }: CommandContext, text: string): void => {
  const target = machine.windows.focused();
  if (target !== undefined)
    machine.windows.type(target, (target.view.text ?? '') + text.replaceAll('%s', ' '));
};

const pointer = ({ machine }: CommandContext, values: readonly string[]): void => {
  const [x = 0, y = 0, toX = x, toY = y] = values.map(Number);
  if (x === toX && y === toY) machine.windows.tapAt(x, y);
  else scrollByDrag(machine.windows, { x, y }, { x: toX, y: toY });
};

const act = (context: CommandContext, verb: string, values: readonly string[]): number => {
  switch (verb) {
    case 'tap':
    case 'swipe':
    case 'draganddrop':
      pointer(context, values);
      return 0;
    case 'text':
      typeText(context, values.join(' '));
      return 0;
    case 'keyevent':
      for (const key of values.filter((value) => !value.startsWith('-'))) pressKey(context.machine, key);
      return 0;
    default:
      return context.unknown();
  }
};

const SOURCES = new Set(['touchscreen', 'keyboard', 'mouse', 'touchpad', 'dpad']);

const input: Command = (context) => {
  const words = context.args.filter((arg) => !SOURCES.has(arg));
  if (!mayAct(context)) {
    context.complain(`java.lang.SecurityException: ${refusal(context.machine.handset.profile.apiLevel)}\n`);
    context.complain('\tat android.os.Parcel.createExceptionOrNull(Parcel.java:3011)\n');
    return 255;
  }
  return act(context, words[0] ?? '', words.slice(1));
};

/** The input command. */
export const INPUT_COMMANDS: CommandTable = { input };
