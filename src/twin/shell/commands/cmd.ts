import { type Command, type CommandContext, type CommandTable } from '../command.ts';
import { mayAct, refuse } from '../refusals.ts';
import { runActivityManager } from './activity.ts';
import { runPackageManager } from './packages.ts';

type Service = (context: CommandContext, args: readonly string[]) => number | Promise<number>;

const quiet: Service = () => 0;

const appops: Service = (context, [verb = '', ...args]) => {
  if (verb === 'get') {
    context.say(args.includes('MIUIOP') ? 'MIUIOP(10021): ignore\n' : 'No operations.\n');
    return 0;
  }
  if (verb !== 'set' && verb !== 'reset') return context.unknown();
  if (mayAct(context)) return 0;
  return refuse(context, verb, 'uid 2000 does not have android.permission.MANAGE_APP_OPS_MODES.');
};

const setWifi = ({ machine }: CommandContext, on: boolean): void => {
  const { status, settings, events, profile } = machine.handset;
  const changed = status.wifiOn !== on;
  status.wifiOn = on;
  settings.put('global', 'wifi_on', on ? '1' : '0');
  if (changed && on) events.emit('wifi.connected', { ssid: profile.wifi.ssid });
};

const wifi: Service = (context, [verb = '', state = '']) => {
  const { profile, status } = context.machine.handset;
  const { ssid, bssid, address } = profile.wifi;
  switch (verb) {
    case 'status':
      context.say(
        `Wifi is ${status.wifiOn ? 'enabled' : 'disabled'}\nWifi scanning is only available when wifi is enabled\n`,
      );
      if (!status.wifiOn) return 0;
      context.say(
        '==== ClientModeManager instance: ConcreteClientModeManager{id=408299759 iface=wlan0 role=ROLE_CLIENT_PRIMARY} ====\n',
      );
      context.say(
        `Wifi is connected to "${ssid}"\nWifiInfo: SSID: "${ssid}", BSSID: ${bssid}, MAC: ${profile.identifiers.wifiMac}, IP: /${address}, Security type: 2, Supplicant state: COMPLETED, RSSI: -50, Link speed: 516Mbps, Net ID: 0, Metered hint: false, score: 60\n`,
      );
      return 0;
    case 'set-wifi-enabled':
      setWifi(context, state === 'enabled');
      return 0;
    default:
      return context.unknown();
  }
};

const phone: Service = (context, [verb = '']) => {
  if (verb !== 'get-imei') return context.unknown();
  context.complain('Device IMEI: Permission denied.\n');
  return 255;
};

const location: Service = ({ machine, say, unknown }, [verb = '', state = '']) => {
  const { settings } = machine.handset;
  if (verb === 'set-location-enabled') settings.put('secure', 'location_mode', state === 'true' ? '3' : '0');
  else if (verb === 'is-location-enabled')
    say(`${String(settings.get('secure', 'location_mode') !== '0')}\n`);
  else return unknown();
  return 0;
};

const connectivity: Service = (context, [verb = '', state = '']) => {
  if (verb !== 'airplane-mode') return context.unknown();
  const { settings } = context.machine.handset;
  if (state === '')
    context.say(settings.get('global', 'airplane_mode_on') === '1' ? 'enabled\n' : 'disabled\n');
  else settings.put('global', 'airplane_mode_on', state === 'enable' ? '1' : '0');
  return 0;
};

const notification: Service = (context, [verb = '']) =>
  ['allow_listener', 'disallow_listener', 'post', 'allow_dnd'].includes(verb) ? 0 : context.unknown();

const uimode: Service = ({ say }, [verb = '', state = '']) => {
  if (verb === 'night') say(`Night mode: ${state === '' ? 'no' : state}\n`);
  return 0;
};

const SERVICES: Readonly<Record<string, Service>> = {
  package: runPackageManager,
  activity: runActivityManager,
  settings: (context, args) => context.run(`settings ${args.map((arg) => `'${arg}'`).join(' ')}`),
  appops,
  wifi,
  phone,
  location,
  connectivity,
  notification,
  uimode,
  statusbar: quiet,
  deviceidle: quiet,
  device_config: quiet,
};

const cmd: Command = (context) => {
  const [name = '', ...args] = context.args;
  const service = Object.hasOwn(SERVICES, name) ? SERVICES[name] : undefined;
  if (service !== undefined) return service(context, args);
  context.complain(`cmd: Can't find service: ${name}\n`);
  return context.unknown();
};

const svc: Command = (context) => {
  const [name = '', state = ''] = context.args;
  const { settings } = context.machine.handset;
  if (name === 'wifi') setWifi(context, state === 'enable');
  else if (name === 'data') settings.put('global', 'mobile_data', state === 'enable' ? '1' : '0');
  else if (name !== 'power') return context.unknown();
  return 0;
};

const ime: Command = (context) => {
  const [verb = '', name = ''] = context.args;
  if (verb === 'list') context.say('com.miui.inputmethod/.InputMethodService\n');
  else if (verb === 'enable') context.say(`Input method ${name} enabled\n`);
  else if (verb === 'disable') context.say(`Input method ${name} disabled\n`);
  else if (verb === 'set') {
    context.machine.handset.settings.put('secure', 'default_input_method', name);
    context.say(`Input method ${name} selected for user #0\n`);
  } else return context.unknown();
  return 0;
};

/** `cmd` and the old commands that it took over. */
export const CMD_COMMANDS: CommandTable = {
  cmd,
  svc,
  ime,
  appops: (context) => appops(context, context.args),
};
