import type { Session } from '#model/session';
import type { CollectOptions } from './collect-options.ts';
import { factsFrom } from './facts.ts';
import type { Prepared } from './prepare.ts';
import { toolVersions } from './tool-versions.ts';

const NOT_RUN = { passed: null, why: 'not run' };

const positiveControl = ({ proof, installed }: Prepared): { passed: boolean; why: string } => {
  if (!proof.route) return { passed: false, why: 'no request of the handset came through the proxy' };
  if (proof.certificate)
    return { passed: true, why: 'requests of the handset, in clear and under TLS, were read by the proxy' };
  const why = installed === 'none' ? 'the handset is not rooted' : 'its browser refused the certificate';
  return { passed: true, why: `a request in clear was read by the proxy, one under TLS was not: ${why}` };
};

/** session.json before the handset is known: a run that is cut off early can still be opened. */
export const earlySession = ({ session, handset, scenario }: CollectOptions): Session => ({
  captureVersion: 1,
  id: session.id,
  startedAt: session.startedAt,
  handset: { codename: handset.codename, brand: handset.brand },
  firmware: session.firmware,
  simulated: session.simulated,
  scenario: scenario.name,
  scenarioSha256: session.scenarioSha256,
  engine: 'native',
  tools: { phonehome: session.version },
});

/** session.json once the handset is prepared. */
export const preparedSession = async (
  options: CollectOptions,
  prepared: Prepared,
  adbVersion: string,
): Promise<Session> => ({
  ...earlySession(options),
  handset: factsFrom(prepared.properties, options.handset, prepared.installed === 'system-store'),
  firmware:
    options.session.firmware ?? prepared.properties.get('ro.build.fingerprint')?.slice(0, 400) ?? null,
  route: prepared.routeName,
  tools: { phonehome: options.session.version, ...(await toolVersions(adbVersion)) },
  controls: { positive: positiveControl(prepared), negative: NOT_RUN },
});
