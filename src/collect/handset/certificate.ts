import type { ProjectCa } from '../proxy/project-ca.ts';
import { Failure } from '#model/failure';
import { awaitHandset } from './await-handset.ts';
import type { Journal } from './journal.ts';
import { quoted, type HandsetShell } from './shell.ts';

const STORE = '/system/etc/security/cacerts';
/** Read first from Android 14 on (AOSP conscrypt TrustedCertificateStore). */
const APEX_STORE = '/apex/com.android.conscrypt/cacerts';
const STAGE = '/data/local/tmp/phonehome-cacerts';

/** Where the authority was put; `none` where this handset lets nobody but its owner do so. */
export type Installed = 'system-store' | 'none';

/** Runs lines as root; null where the handset gives no root. */
type RootLine = (line: string) => Promise<string>;

const becomeRoot = async (shell: HandsetShell, journal: Journal): Promise<RootLine | null> => {
  const isRoot = async (): Promise<boolean> => (await shell.run(['id', '-u'])).text.trim() === '0';
  const direct: RootLine = async (line) => (await shell.line(line)).text;
  if (await isRoot()) return direct;
  if ((await shell.properties()).get('ro.debuggable') === '1') {
    const n = await journal.intend({ kind: 'root' });
    await shell.adbRun(['root']);
    await awaitHandset(shell);
    if (await isRoot()) return direct;
    await journal.undone(n);
  }
  const asRoot: RootLine = async (line) => (await shell.line(`su -c ${quoted(line)}`)).text;
  return (await asRoot('id -u')).trim() === '0' ? asRoot : null;
};

/** A copy of the store in memory is laid over it: nothing is written to the system, a reboot ends it. */
const overlay = (file: string): string[] => [
  `rm -rf ${STAGE}.old && mkdir -p ${STAGE}.old && cp ${STORE}/* ${STAGE}.old/`,
  `mount -t tmpfs tmpfs ${STORE}`,
  `cp ${STAGE}.old/* ${STORE}/ && cp ${STAGE} ${STORE}/${file}`,
  `chown root:root ${STORE}/* && chmod 644 ${STORE}/* && chcon u:object_r:system_file:s0 ${STORE}/*`,
  `rm -rf ${STAGE}.old ${STAGE}`,
];

/** Every app has a mount namespace of its own, made from its zygote's. */
const APEX_LINES = [
  `mount --bind ${STORE} ${APEX_STORE}`,
  `for pid in $(pidof zygote zygote64); do nsenter --mount=/proc/$pid/ns/mnt -- mount --bind ${STORE} ${APEX_STORE}; done`,
];

const refused = (): Failure =>
  new Failure('handset-refused', 'the certificate could not be put into the system store', {
    remedy: 'the store may be protected by dm-verity: see `phonehome doctor`, or run without it',
  });

/**
 * Puts the project's authority into the system store of a rooted handset, in the names of its API level; into none
 * without root. Written into the journal first.
 * @throws Failure `handset-refused` when root is there and the store stays as it was.
 */
export const installCertificate = async (
  shell: HandsetShell,
  journal: Journal,
  { ca, apiLevel }: { readonly ca: ProjectCa; readonly apiLevel: number },
): Promise<Installed> => {
  const rootLine = await becomeRoot(shell, journal);
  if (rootLine === null) return 'none';
  const file = `${ca.subjectHashOld}.0`;
  await journal.intend({ kind: 'file', path: STAGE });
  await shell.push(Buffer.from(ca.certPem), STAGE);
  await journal.intend({ kind: 'mount', path: STORE });
  for (const line of overlay(file)) await rootLine(line);
  if (apiLevel >= 34) {
    await journal.intend({ kind: 'mount', path: APEX_STORE });
    for (const line of APEX_LINES) await rootLine(line);
  }
  const path = `${apiLevel >= 34 ? APEX_STORE : STORE}/${file}`;
  const written = await rootLine(`cat ${path}`);
  if (written.trim() !== ca.certPem.trim()) throw refused();
  return 'system-store';
};
