/** One contact of the address book. */
export type Contact = {
  readonly id: number;
  readonly name: string;
  readonly number: string;
  readonly email: string;
  /** `com.xiaomi` once it is synchronised with the vendor's account, else null. */
  readonly accountType: string | null;
};

/** One message, with the vendor's columns that change. */
export type Message = {
  readonly id: number;
  readonly threadId: number;
  readonly address: string;
  readonly body: string;
  readonly dateMs: number;
  /** As in AOSP Telephony.Sms: 1 inbox, 2 sent. */
  readonly type: 1 | 2;
  readonly read: boolean;
  /** 2 once Mi Cloud has synchronised the row. */
  readonly syncState: 0 | 2;
  /** 1 when it went by Cloud Messaging. */
  readonly mxStatus: 0 | 1;
};

/** One row of the call log. */
export type Call = {
  readonly id: number;
  readonly number: string;
  readonly dateMs: number;
  readonly seconds: number;
  /** As in AOSP CallLog.Calls: 1 incoming, 2 outgoing, 3 missed. */
  readonly type: 1 | 2 | 3;
};

/** Rows with ascending ids that are never used twice. */
export type Table<Row extends { readonly id: number }> = {
  readonly add: (row: Omit<Row, 'id'>) => Row;
  readonly change: (id: number, part: Partial<Omit<Row, 'id'>>) => void;
  readonly remove: (isOut: (row: Row) => boolean) => number;
  readonly list: () => readonly Row[];
};

/** An empty table. */
const createTable = <Row extends { readonly id: number }>(
  withId: (row: Omit<Row, 'id'>, id: number) => Row,
): Table<Row> => {
  let rows: readonly Row[] = [];
  let lastId = 0;
  return {
    add: (row) => {
      const added = withId(row, ++lastId);
      rows = [...rows, added];
      return added;
    },
    change: (id, part) => {
      rows = rows.map((row) => (row.id === id ? { ...row, ...part } : row));
    },
    remove: (isOut) => {
      const kept = rows.filter((row) => !isOut(row));
      const count = rows.length - kept.length;
      rows = kept;
      return count;
    },
    list: () => rows,
  };
};

/** The owner's contacts, messages and calls. */
export type People = {
  readonly contacts: Table<Contact>;
  readonly messages: Table<Message>;
  readonly calls: Table<Call>;
  /** The thread of a peer, made when there is none. */
  readonly threadOf: (address: string) => number;
  /** The name that the address book has for a number, else the number. */
  readonly nameOf: (number: string) => string;
};

const lastDigits = (number: string): string => number.replace(/\D/g, '').slice(-9);

/** An empty address book, message store and call log. */
export const createPeople = (): People => {
  const contacts = createTable<Contact>((row, id) => ({ ...row, id }));
  const threads: string[] = [];
  return {
    contacts,
    messages: createTable<Message>((row, id) => ({ ...row, id })),
    calls: createTable<Call>((row, id) => ({ ...row, id })),
    threadOf: (address) => {
      const place = threads.indexOf(address);
      return place === -1 ? threads.push(address) : place + 1;
    },
    nameOf: (number) =>
      contacts.list().find((contact) => lastDigits(contact.number) === lastDigits(number))?.name ?? number,
  };
};
