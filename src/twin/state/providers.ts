import type { FileUser } from '../files/tree.ts';
import type { Handset } from '../handset.ts';
import type { Call, Contact, Message } from './people.ts';

export type Row = ReadonlyMap<string, string | null>;

/** A content provider's table as `content query` shows it. */
export type Provider = { readonly columns: readonly string[]; readonly rows: () => readonly Row[] };

/** MIUI's message columns; the second half is the vendor's (public Go adb synchroniser, December 2025). */
const SMS_COLUMNS =
  '_id thread_id address person date date_sent protocol read status type reply_path_present subject body service_center locked error_code seen timed deleted sync_state marker source bind_id mx_status mx_id out_time account sim_id block_type advanced_seen b2c_ttl b2c_numbers fake_cell_type url_risky_type creator favorite_date mx_id_v2 sub_id'.split(
    ' ',
  );
const DATA_COLUMNS = [
  '_id',
  'contact_id',
  'raw_contact_id',
  'mimetype',
  'data2',
  'data3',
  'data4',
  'data1',
  'display_name',
];
const CONTACT_COLUMNS = ['_id', 'display_name', 'has_phone_number', 'starred', 'lookup'];
const RAW_COLUMNS = ['_id', 'contact_id', 'account_type', 'account_name', 'deleted', 'display_name', 'sync1'];
const CALL_COLUMNS = ['_id', 'number', 'date', 'duration', 'type', 'name', 'new', 'subscription_id'];

const MIME = {
  name: 'vnd.android.cursor.item/name',
  phone: 'vnd.android.cursor.item/phone_v2',
  email: 'vnd.android.cursor.item/email_v2',
} as const;

const table = (
  columns: readonly string[],
  rows: () => readonly Record<string, string | number | null>[],
): Provider => ({
  columns,
  rows: () =>
    rows().map((row) => new Map(columns.map((column) => [column, row[column]?.toString() ?? null]))),
});

const smsRow = (message: Message, { profile, status }: Handset): Record<string, string | number | null> => ({
  _id: message.id,
  thread_id: message.threadId,
  address: message.address,
  date: message.dateMs,
  date_sent: message.type === 1 ? message.dateMs - 1000 : 0,
  protocol: message.type === 1 ? 0 : null,
  read: Number(message.read),
  status: -1,
  type: message.type,
  reply_path_present: message.type === 1 ? 0 : null,
  body: message.body,
  service_center: message.type === 1 ? profile.operator.smsCentre : null,
  locked: 0,
  error_code: 0,
  seen: 1,
  timed: 0,
  deleted: 0,
  sync_state: message.syncState,
  marker: message.syncState === 2 ? '100000000000000001' : 0,
  source: message.syncState === 2 ? 'c3ludGhldGlj' : null,
  bind_id: 0,
  mx_status: message.mxStatus,
  mx_id: message.mxStatus === 1 ? String(message.id) : null,
  out_time: 0,
  account: message.syncState === 2 ? status.account : null,
  sim_id: 1,
  block_type: 0,
  advanced_seen: 3,
  b2c_ttl: 0,
  fake_cell_type: 0,
  url_risky_type: 0,
  creator: message.type === 2 ? 'com.android.mms' : null,
  favorite_date: 0,
  sub_id: 1,
});

const DATA_KINDS = [
  ['name', 0],
  ['number', 1],
  ['email', 2],
] as const;

const dataRows = (contact: Contact): Record<string, string | number | null>[] =>
  DATA_KINDS.filter(([key]) => contact[key] !== '').map(([key, place]) => ({
    _id: contact.id * 10 + place,
    contact_id: contact.id,
    raw_contact_id: contact.id,
    mimetype: key === 'number' ? MIME.phone : MIME[key],
    data1: contact[key],
    data2: key === 'name' ? contact.name : 2,
    display_name: contact.name,
  }));

const callRow = (call: Call, nameOf: (number: string) => string): Record<string, string | number | null> => ({
  _id: call.id,
  number: call.number,
  date: call.dateMs,
  duration: call.seconds,
  type: call.type,
  name: nameOf(call.number) === call.number ? null : nameOf(call.number),
  new: 1,
  subscription_id: 1,
});

const contactsProvider = (handset: Handset, path: string): Provider | null => {
  const { contacts } = handset.people;
  if (path.startsWith('raw_contacts'))
    return table(RAW_COLUMNS, () =>
      contacts.list().map(({ id, name, accountType }) => ({
        _id: id,
        contact_id: id,
        account_type: accountType,
        account_name: accountType === null ? null : handset.status.account,
        deleted: 0,
        display_name: name,
      })),
    );
  if (path.startsWith('contacts'))
    return table(CONTACT_COLUMNS, () =>
      contacts.list().map(({ id, name, number }) => ({
        _id: id,
        display_name: name,
        has_phone_number: Number(number !== ''),
        starred: 0,
        lookup: `0r${String(id)}-`,
      })),
    );
  if (!path.startsWith('data')) return null;
  const wanted = path.startsWith('data/phones') ? MIME.phone : undefined;
  return table(DATA_COLUMNS, () =>
    contacts
      .list()
      .flatMap(dataRows)
      .filter(({ mimetype }) => wanted === undefined || mimetype === wanted),
  );
};

const smsTypeOf = (path: string): number | undefined => ({ inbox: 1, sent: 2 })[path];

/** The provider behind a `content://` address; null when there is none. */
export const providerOf = (handset: Handset, uri: string): Provider | null => {
  const [, authority = '', path = ''] = /^content:\/\/([^/?]+)\/?([^?]*)/.exec(uri) ?? [];
  const { people } = handset;
  switch (authority) {
    case 'sms': {
      const type = smsTypeOf(path);
      const messages = (): readonly Message[] =>
        people.messages.list().filter((one) => type === undefined || one.type === type);
      return table(SMS_COLUMNS, () => messages().map((message) => smsRow(message, handset)));
    }
    case 'com.android.contacts':
      return contactsProvider(handset, path);
    case 'call_log':
      return table(CALL_COLUMNS, () => people.calls.list().map((call) => callRow(call, people.nameOf)));
    default:
      return null;
  }
};

const addContactData = (handset: Handset, binds: ReadonlyMap<string, string>): void => {
  const id = Number(binds.get('raw_contact_id'));
  const value = binds.get('data1') ?? '';
  const mimetype = binds.get('mimetype');
  const { contacts } = handset.people;
  if (mimetype === MIME.name) contacts.change(id, { name: value });
  if (mimetype === MIME.email) contacts.change(id, { email: value });
  if (mimetype !== MIME.phone) return;
  contacts.change(id, { number: value });
  const contact = contacts.list().find((one) => one.id === id);
  if (contact !== undefined) announceContact(handset, contact);
};

/** Fires `contact.added` for a contact that now has a number. */
export const announceContact = ({ events }: Handset, contact: Contact): void => {
  events.emit('contact.added', {
    'contact.id': String(contact.id),
    'contact.name': contact.name,
    'contact.number': contact.number,
    'contact.email': contact.email,
  });
};

const addCall = ({ people, clock }: Handset, binds: ReadonlyMap<string, string>): void => {
  people.calls.add({
    number: binds.get('number') ?? '',
    dateMs: Number(binds.get('date') ?? clock.nowMs()),
    seconds: Number(binds.get('duration') ?? 0),
    type: 1,
  });
};

const addSms = ({ people, clock }: Handset, uri: string, binds: ReadonlyMap<string, string>): void => {
  const address = binds.get('address') ?? '';
  people.messages.add({
    threadId: people.threadOf(address),
    address,
    body: binds.get('body') ?? '',
    dateMs: Number(binds.get('date') ?? clock.nowMs()),
    type: uri.endsWith('/sent') || binds.get('type') === '2' ? 2 : 1,
    read: true,
    syncState: 0,
    mxStatus: 0,
  });
};

/** Inserts a row. Messages are the default SMS app's: from others Android drops them without a word. */
export const insertRow = (
  handset: Handset,
  uri: string,
  binds: ReadonlyMap<string, string>,
  user: FileUser,
): void => {
  const accountType = binds.get('account_type') ?? '';
  if (uri.startsWith('content://com.android.contacts/raw_contacts'))
    handset.people.contacts.add({ name: '', number: '', email: '', accountType: accountType || null });
  else if (uri.startsWith('content://com.android.contacts/data')) addContactData(handset, binds);
  else if (uri.startsWith('content://call_log')) addCall(handset, binds);
  else if (uri.startsWith('content://sms') && user === 0) addSms(handset, uri, binds);
};

/** Deletes the rows that fit; messages only as root. */
export const deleteRows = (
  handset: Handset,
  uri: string,
  isOut: (row: Row) => boolean,
  user: FileUser,
): void => {
  const { people } = handset;
  const rows = providerOf(handset, uri)?.rows() ?? [];
  const byRow = new Set(
    rows.filter(isOut).map((row) => Number(row.get(uri.includes('/data') ? 'raw_contact_id' : '_id'))),
  );
  const isGone = ({ id }: { readonly id: number }): boolean => byRow.has(id);
  if (uri.startsWith('content://com.android.contacts/')) people.contacts.remove(isGone);
  else if (uri.startsWith('content://call_log')) people.calls.remove(isGone);
  else if (user === 0) people.messages.remove(isGone);
};
