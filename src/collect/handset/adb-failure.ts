import { Failure } from '#model/failure';
import type { AttachedHandset } from './answers/devices.ts';

const AUTHORISE = 'unlock the handset and accept the debugging request, then try again';
const PERMIT =
  'install the udev rules (apt-get install android-sdk-platform-tools-common), replug, or join the group plugdev';
const REPLUG = 'check cable and screen, replug the handset and run `phonehome restore`';

/** The failure that adb's words mean; null for words that say nothing about the connection. No serial is repeated. */
export const failureFromAdb = (words: string): Failure | null => {
  if (/device unauthorized|^unauthorized/m.test(words))
    return new Failure('handset-refused', 'the handset has not authorised this computer', {
      remedy: AUTHORISE,
    });
  if (/no permissions|insufficient permissions/.test(words))
    return new Failure('handset-refused', 'this user may not open the handset over USB', { remedy: PERMIT });
  if (/device offline|device still authorizing/.test(words))
    return new Failure('handset-lost', 'the handset is offline', { remedy: REPLUG });
  if (/device '[^']*' not found|device not found|no devices\/emulators found|device disconnected/.test(words))
    return new Failure('handset-lost', 'the handset is not connected', { remedy: REPLUG });
  if (/more than one device/.test(words))
    return new Failure('usage', 'several handsets are attached', { remedy: 'name one with --device SERIAL' });
  if (
    /cannot connect to daemon|failed to start daemon|cannot bind|failed to check server version/.test(words)
  )
    return new Failure('environment', 'the adb server does not answer', {
      remedy: 'run `adb start-server` and read what it says, or name another with --adb-server',
    });
  return null;
};

const unready = ({ state }: AttachedHandset): Failure =>
  failureFromAdb(state === 'unauthorized' ? 'device unauthorized' : '') ??
  failureFromAdb(state === 'no-permissions' ? 'no permissions' : 'device offline') ??
  new Failure('handset-refused', 'the handset is not ready');

/**
 * The handset to work with: the one named, else the only one.
 * @throws Failure `no-handset`, `usage` for several, or why the one is not ready.
 */
export const selectHandset = (attached: readonly AttachedHandset[], serial?: string): AttachedHandset => {
  const wanted = serial === undefined ? attached : attached.filter((one) => one.serial === serial);
  const ready = wanted.filter(({ state }) => state === 'device');
  const [only] = ready.length > 0 ? ready : wanted;
  if (only === undefined)
    throw new Failure(
      'no-handset',
      serial === undefined ? 'no handset is attached' : 'the handset named is not attached',
      { remedy: 'switch on USB debugging, attach it and look at `phonehome devices`' },
    );
  if (ready.length > 1) throw failureFromAdb('more than one device') ?? unready(only);
  if (only.state !== 'device') throw unready(only);
  return only;
};
