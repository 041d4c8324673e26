import { createHash } from 'node:crypto';
import { FileFault } from '../../files/node.ts';
import { mayRead, readBytes } from '../../files/tree.ts';
import { type Command, type CommandContext, type CommandTable, readInput, resolvePath } from '../command.ts';

const isOption = (arg: string): boolean => arg.startsWith('-') && arg.length > 1;

/** The bytes of the named files, or of stdin without names; tells of those that cannot be read. */
const readOperands = async (
  context: CommandContext,
  paths: readonly string[],
): Promise<{ readonly inputs: readonly (readonly [string, Buffer])[]; readonly failed: boolean }> => {
  if (paths.length === 0) return { inputs: [['-', await readInput(context)]], failed: false };
  const inputs: [string, Buffer][] = [];
  for (const path of paths) {
    try {
      if (path === '-') inputs.push([path, await readInput(context)]);
      else {
        const whole = resolvePath(context, path);
        if (!mayRead(whole, context.user)) throw new FileFault('EACCES');
        inputs.push([path, readBytes(context.machine.handset.files, whole)]);
      }
    } catch (fault) {
      if (!(fault instanceof FileFault)) throw fault;
      context.complain(`${context.name}: ${path}: ${fault.message}\n`);
    }
  }
  return { inputs, failed: inputs.length < paths.length };
};

const unescape = (text: string): string =>
  text.replace(/\\(n|t|r|\\|0[0-7]{0,3}|x[0-9a-fA-F]{1,2})/g, (_, code: string) => {
    const simple: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\' };
    return (
      simple[code] ??
      String.fromCharCode(code.startsWith('x') ? parseInt(code.slice(1), 16) : parseInt(code, 8))
    );
  });

const echo: Command = ({ args, say }) => {
  const options = args[0]?.match(/^-[neE]+$/)?.[0] ?? '';
  const text = args.slice(options === '' ? 0 : 1).join(' ');
  say((options.includes('e') ? unescape(text) : text) + (options.includes('n') ? '' : '\n'));
  return 0;
};

const printf: Command = ({ args: [format = '', ...values], say }) => {
  const left = [...values];
  do {
    say(
      unescape(format).replace(/%(%|-?\d*[sdx])/g, (_, kind: string) =>
        kind === '%' ? '%' : (left.shift() ?? ''),
      ),
    );
  } while (left.length > 0 && /%-?\d*[sdx]/.test(format));
  return 0;
};

const cat: Command = async (context) => {
  const { inputs, failed } = await readOperands(
    context,
    context.args.filter((arg) => !isOption(arg)),
  );
  for (const [, bytes] of inputs) await context.stdout(bytes);
  return Number(failed);
};

const linesOf = (bytes: Buffer): string[] => {
  const lines = bytes.toString('utf8').split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
};

const countOption = (
  args: readonly string[],
  fallback: number,
): { readonly count: number; readonly rest: readonly string[] } => {
  const index = args.findIndex(isOption);
  const option = args[index];
  if (option === undefined) return { count: fallback, rest: args };
  const inline = /\d+/.exec(option)?.[0];
  const count = Number(inline ?? args[index + 1] ?? fallback);
  return {
    count,
    rest: args.filter((_, place) => place < index || place > index + (inline === undefined ? 1 : 0)),
  };
};

/** The start of a text: its first lines or, by `-c`, bytes; null while there is not enough of it. */
const startOf = (bytes: Buffer, count: number, ofBytes: boolean): Buffer | null => {
  if (ofBytes) return bytes.length >= count ? bytes.subarray(0, count) : null;
  let end = 0;
  for (let line = 0; line < count; line++) {
    end = bytes.indexOf(0x0a, end) + 1;
    if (end === 0) return null;
  }
  return bytes.subarray(0, end);
};

/** From stdin it stops reading as soon as it has enough. */
const head: Command = async (context) => {
  const { count, rest } = countOption(context.args, 10);
  const ofBytes = context.args.some((arg) => arg.startsWith('-c'));
  if (rest.length === 0) {
    let seen: Buffer = Buffer.alloc(0);
    for await (const chunk of context.stdin) {
      seen = Buffer.concat([seen, chunk as Buffer]);
      if (startOf(seen, count, ofBytes) !== null) break;
    }
    await context.stdout(startOf(seen, count, ofBytes) ?? seen);
    return 0;
  }
  const { inputs, failed } = await readOperands(context, rest);
  for (const [, bytes] of inputs) await context.stdout(startOf(bytes, count, ofBytes) ?? bytes);
  return Number(failed);
};

const tail: Command = async (context) => {
  const { count, rest } = countOption(context.args, 10);
  const { inputs, failed } = await readOperands(context, rest);
  for (const [, bytes] of inputs)
    context.say(
      linesOf(bytes)
        .slice(-count)
        .map((line) => `${line}\n`)
        .join(''),
    );
  return Number(failed);
};

/** Patterns are taken as JavaScript's after the basic form's escapes; long lines are cut so that none takes long. */
const grepPattern = (pattern: string, options: string): RegExp => {
  const escaped = pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const source = options.includes('F') ? escaped : pattern.replace(/\\([|+?(){}])/g, '$1');
  try {
    return new RegExp(source, options.includes('i') ? 'i' : '');
  } catch {
    return new RegExp(escaped);
  }
};

const grep: Command = async (context) => {
  const options = context.args.filter(isOption).join('');
  const [pattern = '', ...paths] = context.args.filter((arg) => !isOption(arg));
  const wanted = grepPattern(pattern, options);
  const { inputs } = await readOperands(context, paths);
  const found = inputs.flatMap(([, bytes]) =>
    linesOf(bytes).filter((line) => wanted.test(line.slice(0, 4000)) !== options.includes('v')),
  );
  if (options.includes('c')) context.say(`${String(found.length)}\n`);
  else if (!options.includes('q')) context.say(found.map((line) => `${line}\n`).join(''));
  return found.length > 0 ? 0 : 1;
};

const wc: Command = async (context) => {
  const options = context.args.filter(isOption).join('');
  const { inputs, failed } = await readOperands(
    context,
    context.args.filter((arg) => !isOption(arg)),
  );
  for (const [path, bytes] of inputs) {
    const text = bytes.toString('utf8');
    const counts = [linesOf(bytes).length, text.split(/\s+/).filter(Boolean).length, bytes.length];
    const chosen = counts.filter((_, index) => options === '' || options.includes('lwc'[index] ?? '-'));
    context.say(`${chosen.join(' ')}${path === '-' ? '' : ` ${path}`}\n`);
  }
  return Number(failed);
};

const sort: Command = async (context) => {
  const { inputs, failed } = await readOperands(
    context,
    context.args.filter((arg) => !isOption(arg)),
  );
  const lines = inputs.flatMap(([, bytes]) => linesOf(bytes)).sort();
  const kept = context.args.includes('-u') ? [...new Set(lines)] : lines;
  context.say(kept.map((line) => `${line}\n`).join(''));
  return Number(failed);
};

const tr: Command = async (context) => {
  const [first = '', second = ''] = context.args.filter((arg) => !isOption(arg)).map(unescape);
  const text = (await readInput(context)).toString('utf8');
  const replaced = Array.from(text, (letter) => {
    const place = first.indexOf(letter);
    if (place === -1) return letter;
    return context.args.includes('-d') ? '' : (second[Math.min(place, second.length - 1)] ?? '');
  });
  context.say(replaced.join(''));
  return 0;
};

const cut: Command = async (context) => {
  const option = (letter: string): string => {
    const index = context.args.findIndex((arg) => arg.startsWith(`-${letter}`));
    const arg = context.args[index] ?? '';
    return arg.length > 2 ? arg.slice(2) : (context.args[index + 1] ?? '');
  };
  const wanted = option('f').split(',').map(Number);
  const delimiter = option('d') || '\t';
  for (const line of linesOf(await readInput(context))) {
    const fields = line.split(delimiter);
    context.say(`${wanted.map((place) => fields[place - 1] ?? '').join(delimiter)}\n`);
  }
  return 0;
};

const digest =
  (algorithm: string): Command =>
  async (context) => {
    const { inputs, failed } = await readOperands(
      context,
      context.args.filter((arg) => !isOption(arg)),
    );
    for (const [path, bytes] of inputs) {
      const sum = createHash(algorithm).update(bytes).digest('hex');
      context.say(context.args.includes('-b') ? `${sum}\n` : `${sum}  ${path}\n`);
    }
    return Number(failed);
  };

const base64: Command = async (context) => {
  const { inputs, failed } = await readOperands(
    context,
    context.args.filter((arg) => !isOption(arg)),
  );
  for (const [, bytes] of inputs) {
    if (context.args.includes('-d')) await context.stdout(Buffer.from(bytes.toString('latin1'), 'base64'));
    else context.say(`${bytes.toString('base64').replace(/.{76}/g, '$&\n')}\n`);
  }
  return Number(failed);
};

/** Commands that work on text and bytes; toybox's on a handset. */
export const TEXT_COMMANDS: CommandTable = {
  echo,
  printf,
  cat,
  head,
  tail,
  grep,
  egrep: grep,
  wc,
  sort,
  tr,
  cut,
  base64,
  md5sum: digest('md5'),
  sha1sum: digest('sha1'),
  sha256sum: digest('sha256'),
};
