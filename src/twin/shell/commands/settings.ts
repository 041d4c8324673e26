import { SETTINGS_TABLES, type SettingsTable } from '#model/twin';
import type { Command, CommandContext, CommandTable } from '../command.ts';
import { mayAct, refuse } from '../refusals.ts';

const isTable = (name: string): name is SettingsTable => SETTINGS_TABLES.some((table) => table === name);

const withoutUser = (args: readonly string[]): readonly string[] => {
  const place = args.indexOf('--user');
  return place === -1 ? args : args.filter((_, index) => index !== place && index !== place + 1);
};

const writeRefusal = ({ machine }: CommandContext, verb: string): string =>
  machine.handset.profile.apiLevel >= 33 && verb === 'delete'
    ? 'Permission denial, must have one of: [android.permission.WRITE_SECURE_SETTINGS]'
    : 'Permission denial: writing to settings requires:android.permission.WRITE_SECURE_SETTINGS';

type Verb = (context: CommandContext, table: SettingsTable, key: string, value: string) => number;

const guarded =
  (name: string, verb: Verb): Verb =>
  (context, table, key, value) =>
    mayAct(context) ? verb(context, table, key, value) : refuse(context, name, writeRefusal(context, name));

const VERBS: Readonly<Record<string, Verb>> = {
  get: ({ say, machine }, table, key) => {
    say(`${machine.handset.settings.get(table, key) ?? 'null'}\n`);
    return 0;
  },
  list: ({ say, machine }, table) => {
    const rows = machine.handset.settings.list(table);
    say(rows.map(([name, text]) => `${name}=${text}\n`).join(''));
    return 0;
  },
  put: guarded('put', ({ machine }, table, key, value) => {
    machine.handset.settings.put(table, key, value);
    return 0;
  }),
  delete: guarded('delete', ({ say, machine }, table, key) => {
    say(`Deleted ${machine.handset.settings.remove(table, key)} rows\n`);
    return 0;
  }),
};

const settings: Command = (context) => {
  const [verb = '', table = '', key = '', value = ''] = withoutUser(context.args);
  if (!isTable(table)) {
    context.complain(`Invalid namespace '${table}'\n`);
    return 255;
  }
  const run = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  return run?.(context, table, key, value) ?? context.unknown();
};

/** The settings command. */
export const SETTINGS_COMMANDS: CommandTable = { settings };
