import { FileFault, type FileNode } from '../../files/node.ts';
import { find } from '../../files/walk.ts';
import { type Command, type CommandContext, type CommandTable, resolvePath } from '../command.ts';

const TESTS: Readonly<Record<string, (node: FileNode | undefined) => boolean>> = {
  '-e': (node) => node !== undefined,
  '-f': (node) => node?.kind === 'file',
  '-d': (node) => node?.kind === 'directory',
  '-s': (node) => node?.kind === 'file' && node.bytes.length > 0,
  '-r': (node) => node !== undefined,
  '-x': (node) => node !== undefined,
  '-L': (node) => node?.kind === 'link',
};

const nodeAt = (context: CommandContext, path: string, follow: boolean): FileNode | undefined => {
  try {
    return find(context.machine.handset.files, resolvePath(context, path), follow).node;
  } catch (fault) {
    if (fault instanceof FileFault) return undefined;
    throw fault;
  }
};

const compare = ([left = '', operator = '', right = '']: readonly string[]): boolean => {
  const numbers = [Number(left), Number(right)] as const;
  const results: Readonly<Record<string, boolean>> = {
    '=': left === right,
    '==': left === right,
    '!=': left !== right,
    '-eq': numbers[0] === numbers[1],
    '-ne': numbers[0] !== numbers[1],
    '-lt': numbers[0] < numbers[1],
    '-gt': numbers[0] > numbers[1],
  };
  return results[operator] ?? false;
};

const evaluate = (context: CommandContext, words: readonly string[]): boolean => {
  const [first = '', second] = words;
  if (first === '!') return !evaluate(context, words.slice(1));
  if (words.length >= 3) return compare(words);
  if (second === undefined) return first !== '';
  if (first === '-z') return second === '';
  if (first === '-n') return second !== '';
  if (first === '-w')
    return (
      nodeAt(context, second, true) !== undefined &&
      (context.user === 0 || /^\/(data\/local\/tmp|sdcard)/.test(second))
    );
  return TESTS[first]?.(nodeAt(context, second, first !== '-L')) ?? false;
};

const test: Command = (context) => {
  const words = context.name === '[' ? context.args.slice(0, -1) : context.args;
  return evaluate(context, words) ? 0 : 1;
};

/** The test command by both its names. */
export const TEST_COMMANDS: CommandTable = { test, '[': test };
