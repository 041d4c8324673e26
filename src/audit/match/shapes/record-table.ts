import { names } from './key-table.ts';

/**
 * Names of lists of contacts, calls and messages, by what each of their records is. What names people or things of other
 * kinds as well (`contact`, `call`, `messages`) is left out. Sources: authorities of AOSP's providers (`contacts`,
 * `call_log`, `sms`, `mms`) and lists in published code of apps that send them: `callsList`, `smsList` (AhMyth), `callLogList`,
 * `contactList` (lending apps), `normal_call_logs` (watches).
 */
export const RECORD_LISTS: ReadonlyMap<'contact' | 'call' | 'sms', ReadonlySet<string>> = new Map([
  [
    'contact',
    names(
      'contacts contactlist contactslist addressbook phonebook phonebookcontacts linkmen tongxunlu 通讯录 联系人',
    ),
  ],
  [
    'call',
    names('callslist calllog calllogs calllist callrecord callrecords callhistory calllogitems 通话记录'),
  ],
  ['sms', names('sms smss mms smslog smslogs smslist smsrecord smsrecords smsinbox 短信')],
]);

/** Names of lists of calls where a record says how long it took: programs, threads and servers have calls, too. */
export const CALLS: ReadonlySet<string> = names('calls call');

/** Names of the text of a message that say so themselves, in no list: of one message, as it comes in. */
export const MESSAGE_TEXTS: ReadonlySet<string> = names(
  'smsbody smscontent smstext smsmessage smsmsg messagebody msgbody msgcontent 短信内容',
);

/**
 * Names of the other party's number in a record of a call or message, and of a contact's: columns of AOSP's CallLog.Calls
 * and Telephony.Sms (`number`, `address`), and what code calls them that copies those.
 */
export const RECORD_NUMBERS: ReadonlySet<string> = names(`
  number num no nr address addr sender senderid recipient recipients receiver receivers from to peer party remote
  caller callee dialed dialled
`);
