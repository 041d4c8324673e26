import { deleteRows, insertRow, type Provider, providerOf } from '../../state/providers.ts';
import type { Command, CommandContext, CommandTable } from '../command.ts';

const optionOf = (args: readonly string[], name: string): string | undefined => {
  const place = args.indexOf(name);
  return place === -1 ? undefined : args[place + 1];
};

/** `--bind column:type:value`, as often as there are columns. */
const bindsOf = (args: readonly string[]): ReadonlyMap<string, string> => {
  const binds = new Map<string, string>();
  args.forEach((arg, index) => {
    if (args[index - 1] !== '--bind') return;
    const [column = '', , ...value] = arg.split(':');
    binds.set(column, value.join(':'));
  });
  return binds;
};

type Condition = { readonly column: string; readonly value: string; readonly like: boolean };

/** The part of SQL that adb users write: `column=value` and LIKE, joined by AND; null for anything else. */
const conditionsOf = (where: string): readonly Condition[] | null => {
  if (where.trim() === '') return [];
  const parts = where
    .split(/\s+AND\s+/i)
    .map((part) => /^\s*(\w+)\s*(=|LIKE)\s*(?:'([^']*)'|"([^"]*)"|([\w+.-]+))\s*$/i.exec(part));
  const conditions: Condition[] = [];
  for (const part of parts) {
    if (part === null) return null;
    const [, column = '', operator = '', single, double, bare = ''] = part;
    conditions.push({ column, value: single ?? double ?? bare, like: operator.toUpperCase() === 'LIKE' });
  }
  return conditions;
};

const fits = (row: ReadonlyMap<string, string | null>, { column, value, like }: Condition): boolean => {
  const held = row.get(column) ?? '';
  if (!like) return held === value;
  const parts = value.split('%');
  return parts.every((part) => held.includes(part));
};

const providerFault = (context: CommandContext, uri: string, exception: string): number => {
  const authority = /^content:\/\/([^/]+)/.exec(uri)?.[1] ?? uri;
  context.say(`Error while accessing provider:${authority}\n${exception}\n`);
  context.say('\tat android.database.DatabaseUtils.readExceptionFromParcel(DatabaseUtils.java:186)\n');
  return 0;
};

const missingColumn = (provider: Provider, columns: readonly string[]): string | undefined =>
  columns.find((column) => !provider.columns.includes(column));

const query = (context: CommandContext, uri: string, provider: Provider): number => {
  const projection = optionOf(context.args, '--projection')?.split(':') ?? provider.columns;
  const conditions = conditionsOf(optionOf(context.args, '--where') ?? '');
  if (conditions === null) return context.unknown();
  const missing = missingColumn(provider, [...projection, ...conditions.map(({ column }) => column)]);
  if (missing !== undefined)
    return providerFault(
      context,
      uri,
      `android.database.sqlite.SQLiteException: no such column: ${missing} (code 1 SQLITE_ERROR)`,
    );
  const rows = provider.rows().filter((row) => conditions.every((condition) => fits(row, condition)));
  if (rows.length === 0) context.say('No result found.\n');
  rows.forEach((row, index) => {
    const fields = projection.map((column) => `${column}=${row.get(column) ?? 'NULL'}`);
    context.say(`Row: ${String(index)} ${fields.join(', ')}\n`);
  });
  return 0;
};

const isRefused = ({ machine, user }: CommandContext, uri: string): boolean =>
  user !== 0 && machine.handset.traps.callLogRefused && uri.startsWith('content://call_log');

const CALL_LOG_REFUSAL =
  'java.lang.SecurityException: Permission Denial: opening provider com.android.providers.contacts.CallLogProvider from (null) (pid=19574, uid=2000) requires android.permission.READ_CALL_LOG or android.permission.WRITE_CALL_LOG';

const content: Command = (context) => {
  const [verb = ''] = context.args;
  const { machine, user } = context;
  const uri = optionOf(context.args, '--uri') ?? '';
  if (isRefused(context, uri)) return providerFault(context, uri, CALL_LOG_REFUSAL);
  const provider = providerOf(machine.handset, uri);
  if (provider === null)
    return providerFault(context, uri, `java.lang.IllegalArgumentException: Unknown URL ${uri}`);
  if (verb === 'query') return query(context, uri, provider);
  if (verb === 'insert') insertRow(machine.handset, uri, bindsOf(context.args), user);
  else if (verb === 'delete') {
    const conditions = conditionsOf(optionOf(context.args, '--where') ?? '');
    if (conditions === null) return context.unknown();
    deleteRows(machine.handset, uri, (row) => conditions.every((condition) => fits(row, condition)), user);
  } else return context.unknown();
  return 0;
};

/** The content command. */
export const CONTENT_COMMANDS: CommandTable = { content };
