import type { TwinHandset } from '#model/twin';
import type { Command, CommandContext, CommandTable } from '../command.ts';
import { intParcel, printParcel, securityExceptionParcel, stringParcel } from '../parcel.ts';

type Subject = 'imei' | 'imsi' | 'iccid' | 'number' | 'version' | 'group';

/** How the argument names the SIM: by slot from 0, by subscription from 1, or not at all. */
type Method = { readonly subject: Subject; readonly by: 'none' | 'slot' | 'subscription' };

const method = (subject: Subject, by: Method['by'] = 'none'): Method => ({ subject, by });

const pair = (first: number, subject: Subject): [number, Method][] => [
  [first, method(subject)],
  [first + 1, method(subject, 'subscription')],
];

const triple = (first: number, subject: Subject): [number, Method][] => [
  [first, method(subject)],
  [first + 1, method(subject)],
  [first + 2, method(subject, 'subscription')],
];

const IMEI_30: [number, Method][] = [
  [1, method('imei')],
  [2, method('imei')],
  [4, method('imei', 'slot')],
  [5, method('imei', 'subscription')],
];

const IMEI_22: [number, Method][] = [
  [1, method('imei')],
  [3, method('imei', 'slot')],
  [4, method('imei', 'subscription')],
];

/** Transaction numbers of iphonesubinfo from the API level on; AOSP's AIDL order, newest first. */
const TRANSACTIONS: readonly (readonly [number, ReadonlyMap<number, Method>])[] = [
  [35, new Map([...IMEI_30, ...triple(8, 'imsi'), ...triple(13, 'iccid'), ...pair(16, 'number')])],
  [30, new Map([...IMEI_30, ...triple(8, 'imsi'), ...triple(12, 'iccid'), ...pair(15, 'number')])],
  [26, new Map([...IMEI_22, ...pair(7, 'imsi'), ...pair(10, 'iccid'), ...pair(12, 'number')])],
  [22, new Map([...IMEI_22, ...pair(7, 'imsi'), ...pair(11, 'iccid'), ...pair(13, 'number')])],
  [
    21,
    new Map([
      [1, method('imei')],
      [2, method('imei', 'subscription')],
      [3, method('imei', 'subscription')],
      ...pair(6, 'imsi'),
      ...pair(10, 'iccid'),
      ...pair(12, 'number'),
    ]),
  ],
  [
    18,
    new Map([
      [1, method('imei')],
      [2, method('version')],
      [3, method('imsi')],
      [4, method('group')],
      [5, method('iccid')],
      [6, method('number')],
    ]),
  ],
];

const GETTERS: Readonly<Record<Subject, string>> = {
  imei: 'getDeviceId',
  imsi: 'getSubscriberId',
  iccid: 'getIccSerialNumber',
  number: 'getLine1Number',
  version: 'getDeviceSvn',
  group: 'getGroupIdLevel1',
};

const refusal = (apiLevel: number, subject: Subject): string =>
  apiLevel >= 29
    ? `${GETTERS[subject]}: The user 2000 does not meet the requirements to access device identifiers.`
    : `${GETTERS[subject]}: Neither user 2000 nor current process has android.permission.READ_PHONE_STATE.`;

const valueOf = ({ identifiers }: TwinHandset, subject: Subject, slot: number): string | null => {
  if (subject === 'imei') return identifiers.imei[slot] ?? null;
  if (slot !== 0 || subject === 'group') return null;
  const values = {
    imsi: identifiers.imsi,
    iccid: identifiers.iccid,
    number: identifiers.phoneNumber,
    version: '01',
  };
  return values[subject];
};

const slotOf = ({ by }: Method, args: readonly string[]): number => {
  const place = args.indexOf('i32');
  if (by === 'none' || place === -1) return 0;
  return Number(args[place + 1] ?? 0) - (by === 'subscription' ? 1 : 0);
};

const subscriberInfo = ({ machine, user }: CommandContext, code: number, args: readonly string[]): Buffer => {
  const { profile, traps } = machine.handset;
  const found = TRANSACTIONS.find(([level]) => profile.apiLevel >= level)?.[1].get(code);
  if (found === undefined) return intParcel(0, 0);
  const lacksCaller = profile.apiLevel >= 29 && !args.includes('com.android.shell');
  if (user !== 0 && (traps.subscriberInfoRefused || lacksCaller))
    return securityExceptionParcel(refusal(profile.apiLevel, found.subject));
  return stringParcel(valueOf(profile, found.subject, slotOf(found, args)));
};

const SERVICES = ['activity', 'alarm', 'iphonesubinfo', 'isms', 'package', 'phone', 'window'];

const call = (context: CommandContext, [name = '', code = '', ...args]: readonly string[]): number => {
  if (!SERVICES.includes(name)) {
    context.say(`service: Service ${name} does not exist\n`);
    return 10;
  }
  if (name === 'iphonesubinfo') context.say(printParcel(subscriberInfo(context, Number(code), args)));
  else if (name === 'alarm') context.say(printParcel(setTimeZone(context, code, args)));
  else return context.unknown();
  return 0;
};

/** `service call alarm 3 s16 ZONE` is how the driver sets the time zone. */
const setTimeZone = ({ machine }: CommandContext, code: string, args: readonly string[]): Buffer => {
  if (code === '3') machine.handset.properties.set('persist.sys.timezone', args.at(-1) ?? 'UTC');
  return intParcel(0);
};

const service: Command = (context) => {
  const [verb, ...rest] = context.args;
  if (verb === 'call') return call(context, rest);
  if (verb === 'list') {
    context.say(`Found ${String(SERVICES.length)} services:\n`);
    SERVICES.forEach((name, index) => {
      context.say(`${String(index)}\t${name}: []\n`);
    });
    return 0;
  }
  if (verb === 'check') {
    context.say(`Service ${rest[0] ?? ''}: ${SERVICES.includes(rest[0] ?? '') ? 'found' : 'not found'}\n`);
    return 0;
  }
  return context.unknown();
};

/** The service command. */
export const SERVICE_COMMANDS: CommandTable = { service };
