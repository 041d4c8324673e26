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

const settings: Command = (context) => {
  const [verb = '', table = '', key = '', value = ''] = withoutUser(context.args);
  const store = context.machine.handset.settings;
  if (!isTable(table)) {
    context.complain(`Invalid namespace '${table}'\n`);
    return 255;
  }
  switch (verb) {
    case 'get':
      context.say(`${store.get(table, key) ?? 'null'}\n`);
      return 0;
    case 'list':
      context.say(
        store
          .list(table)
          .map(([name, text]) => `${name}=${text}\n`)
          .join(''),
      );
      return 0;
    case 'put':
      if (!mayAct(context)) return refuse(context, verb, writeRefusal(context, verb));
      store.put(table, key, value);
      return 0;
    case 'delete':
      if (!mayAct(context)) return refuse(context, verb, writeRefusal(context, verb));
      context.say(`Deleted ${String(store.remove(table, key))} rows\n`);
      return 0;
    default:
      return context.unknown();
  }
};

/** The settings command. */
export const SETTINGS_COMMANDS: CommandTable = { settings };
