import type { InstalledPackage } from '../../packages/package-store.ts';
import type { Command, CommandContext, CommandTable } from '../command.ts';

type Dump = (context: CommandContext, args: readonly string[]) => number;

const time = (atMs: number): string => new Date(atMs).toISOString().slice(0, 19).replace('T', ' ');

const focusOf = ({ machine }: CommandContext): string => {
  const { packageName, activity } = machine.windows.top();
  return `${packageName}/${activity}`;
};

const windowDump: Dump = (context) => {
  const { status, profile } = context.machine.handset;
  const focus = focusOf(context);
  const { width, height } = profile.screen;
  context.say(`WINDOW MANAGER DISPLAY CONTENTS (dumpsys window displays)
  Display: mDisplayId=0
    init=${String(width)}x${String(height)} ${String(profile.screen.density)}dpi cur=${String(width)}x${String(height)} app=${String(width)}x${String(height)}
WINDOW MANAGER POLICY STATE (dumpsys window policy)
    mShowingLockscreen=${String(status.locked)} mShowingDream=false mDreamingLockscreen=false mInputRestricted=${String(status.locked)}
    isKeyguardShowing=${String(status.locked)}
    screenState=${status.screenOn ? 'SCREEN_STATE_ON' : 'SCREEN_STATE_OFF'}
  mCurrentFocus=Window{a33bc55 u0 ${focus}}
  mFocusedApp=ActivityRecord{c3cd12a u0 ${focus} t2}
`);
  return 0;
};

const power: Dump = ({ machine, say }) => {
  say(
    `POWER MANAGER (dumpsys power)\n  mWakefulness=${machine.handset.status.screenOn ? 'Awake' : 'Asleep'}\n  mHoldingDisplaySuspendBlocker=${String(machine.handset.status.screenOn)}\n`,
  );
  return 0;
};

const permissionLines = (names: readonly string[]): string =>
  names.map((name) => `      ${name}: granted=true\n`).join('');

const packageBlock = (one: InstalledPackage, header: string): string => {
  const shared =
    one.sharedUser === null
      ? ''
      : `    sharedUser=SharedUserSetting{cfee48 ${one.sharedUser}/${String(one.uid)}}\n`;
  return `  Package [${one.name}] (${header}):
    userId=${String(one.uid)}
${shared}    codePath=${one.path.replace(/\/base\.apk$/, '')}
    versionCode=${String(one.versionCode)} minSdk=${String(one.minSdk)} targetSdk=${String(one.targetSdk)}
    versionName=${one.versionName}
    flags=[ ${one.system ? 'SYSTEM ' : ''}HAS_CODE ALLOW_CLEAR_USER_DATA ]
    firstInstallTime=${time(one.firstInstallMs)}
    lastUpdateTime=${time(one.lastUpdateMs)}
    requested permissions:
${one.permissions.map((name) => `      ${name}\n`).join('')}    install permissions:
${permissionLines(one.permissions)}    User 0: ceDataInode=1 installed=true hidden=false suspended=false stopped=false notLaunched=false enabled=${one.enabled ? '0' : '3'}
      runtime permissions:
${one.granted.map((name) => `        ${name}: granted=true, flags=[ USER_SET ]\n`).join('')}`;
};

const packageDump: Dump = ({ machine, say }, [name = '']) => {
  const found = machine.handset.packages.get(name);
  if (found === undefined) {
    say(`Unable to find package: ${name}\n`);
    return 0;
  }
  const isUpdated = found.system && found.path.startsWith('/data/');
  say(`Packages:\n${packageBlock(found, 'cfee48')}`);
  if (isUpdated) say(`\nHidden system packages:\n${packageBlock(found, '1a2b3c4')}`);
  return 0;
};

const servicesDump = ({ machine, say }: CommandContext, wanted: string): number => {
  const [packageName = '', service] = wanted.split('/');
  const running = machine.processes.list().find(({ name }) => name === packageName);
  say('ACTIVITY MANAGER SERVICES (dumpsys activity services)\n');
  if (running === undefined || service !== undefined) {
    say('  (nothing)\n');
    return 0;
  }
  say(`  User 0 active services:\n  * ServiceRecord{6f1d0a8 u0 ${packageName}/.ForegroundService}\n`);
  say(
    `    app=ProcessRecord{3b1c2d5 ${String(running.pid)}:${packageName}/${running.user}}\n    isForeground=true foregroundId=1\n`,
  );
  return 0;
};

const activityDump: Dump = (context, [what = '', name = '']) => {
  const { machine, say } = context;
  if (what === 'services') return servicesDump(context, name);
  const focus = focusOf(context);
  if (what === 'processes')
    for (const { pid, name: process, user } of machine.processes.list())
      say(`  *APP* UID 10001 ProcessRecord{3b1c2d5 ${String(pid)}:${process}/${user}}\n`);
  say(
    `ACTIVITY MANAGER ACTIVITIES (dumpsys activity activities)\n  topResumedActivity=ActivityRecord{c3cd12a u0 ${focus} t2}\n  mResumedActivity: ActivityRecord{c3cd12a u0 ${focus} t2}\n`,
  );
  return 0;
};

const deviceIdle: Dump = ({ say }, [, name = '']) => {
  say(`Added: ${name.slice(1)}\n`);
  return 0;
};

const subscriberInfo: Dump = ({ machine, say }) => {
  const { apiLevel, identifiers } = machine.handset.profile;
  if (apiLevel <= 20)
    say(`Phone Subscriber Info:\n  Phone Type = GSM\n  Device ID = ${identifiers.imei[0] ?? ''}\n`);
  return 0;
};

const telephony: Dump = ({ machine, say }) => {
  const { operator } = machine.handset.profile;
  say(`last known state:
  Phone Id=0
    mCallState=${machine.handset.status.inCall ? '2' : '0'}
    mServiceState={mVoiceRegState=0(IN_SERVICE), mOperatorAlphaLong=${operator.name}, mOperatorNumeric=${operator.numeric}}
    mCellIdentity=CellIdentityLte:{ mCi=${String(operator.cellId)} mTac=${String(operator.areaCode)} mMcc=${operator.numeric.slice(0, 3)} mMnc=${operator.numeric.slice(3)}}
    mDataConnectionState=2
`);
  return 0;
};

const netstats: Dump = ({ machine, say }) => {
  const { ssid } = machine.handset.profile.wifi;
  const identity = `{type=1, ratType=COMBINED, wifiNetworkKey="${ssid}"wpa2-psk, metered=false, defaultNetwork=true, oemManaged=OEM_NONE, subId=-1}`;
  say(
    `Active interfaces:\n  iface=wlan0 ident=[${identity}]\nDev stats:\n  Pending bytes: 0\nUID stats:\n  Pending bytes: 0\n  Complete history:\n`,
  );
  for (const [uid, bytes] of machine.handset.sentBytes)
    say(
      `  ident=[${identity}] uid=${String(uid)} set=DEFAULT tag=0x0\n    NetworkStatsHistory: bucketDuration=7200\n      st=${String(Math.floor(machine.handset.clock.nowMs() / 7_200_000) * 7200)} rb=0 rp=0 tb=${String(bytes)} tp=${String(Math.ceil(bytes / 1400))} op=0\n`,
    );
  return 0;
};

const text =
  (make: (context: CommandContext) => string): Dump =>
  (context) => {
    context.say(make(context));
    return 0;
  };

const DUMPS: Readonly<Record<string, Dump>> = {
  window: windowDump,
  power,
  package: packageDump,
  activity: activityDump,
  deviceidle: deviceIdle,
  iphonesubinfo: subscriberInfo,
  'telephony.registry': telephony,
  netstats,
  battery: text(
    () =>
      'Current Battery Service state:\n  AC powered: false\n  USB powered: true\n  level: 90\n  scale: 100\n  status: 2\n',
  ),
  input_method: text(
    ({ machine }) =>
      `Current Input Method Manager state:\n  mInputShown=${String(machine.windows.focused() !== undefined)}\n  mIsInputViewShown=false\n`,
  ),
  SurfaceFlinger: text(
    () => 'Display 4619827259835644672 (HWC display 0): port=0 pnpId=QCM displayName=""\n',
  ),
  display: text(
    ({ machine }) =>
      `DISPLAY MANAGER (dumpsys display)\n  mScreenState=${machine.handset.status.screenOn ? 'ON' : 'OFF'}\n`,
  ),
  isms: text(() => ''),
  isub: text(
    ({ machine }) =>
      `  {id=1 iccId=${machine.handset.profile.identifiers.iccid.slice(0, 4)}[****] simSlotIndex=0 displayName=${machine.handset.profile.operator.name}}\n`,
  ),
  wifi: text(
    ({ machine }) =>
      `Wi-Fi is ${machine.handset.status.wifiOn ? 'enabled' : 'disabled'}\nmWifiInfo SSID: "${machine.handset.profile.wifi.ssid}", BSSID: ${machine.handset.profile.wifi.bssid}\n`,
  ),
  location: text(({ machine }) => {
    const { latitude, longitude } = machine.handset.profile.location;
    return `Location Manager State:\n  last location=Location[gps ${latitude.toFixed(6)},${longitude.toFixed(6)} hAcc=5.0]\n`;
  }),
  user: text(() => 'Users:\n  UserInfo{0:Owner:c13} serialNo=0\n    State: RUNNING_UNLOCKED\n'),
};

const dumpsys: Command = (context) => {
  const [name = '', ...args] = context.args.filter(
    (arg, index, all) => arg !== '-t' && all[index - 1] !== '-t',
  );
  if (name === '-l') {
    context.say(
      `Currently running services:\n${Object.keys(DUMPS)
        .map((one) => `  ${one}\n`)
        .join('')}`,
    );
    return 0;
  }
  const dump = Object.hasOwn(DUMPS, name) ? DUMPS[name] : undefined;
  if (dump !== undefined) return dump(context, args);
  context.complain(`Can't find service: ${name}\n`);
  context.unknown();
  return 0;
};

/** The dumpsys command. */
export const DUMPSYS_COMMANDS: CommandTable = { dumpsys };
