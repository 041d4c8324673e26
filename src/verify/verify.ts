import type { Input } from '#capture/input';
import type { Canary } from '#model/canary';
import type { Finding } from '#model/finding';
import type { LoadedFlow } from '#model/flow';
import type { SavedReport } from '#model/report';
import { openBodyCheck } from './check-bodies.ts';
import { checkFiles } from './check-files.ts';
import { learnKeys } from './keys.ts';
import type { Check, FindingResult, Result, Verification } from './outcome.ts';
import { makeProver, type Tools } from './prove.ts';

/** What is verified: a report against the input that it was made of. */
export type Claim = {
  readonly report: SavedReport;
  readonly input: Input;
  /** The capture's folder; null for an input that is a file. */
  readonly folder: string | null;
  readonly canaries: readonly Canary[];
};

/** Bytes that replaying may make of one flow, and of all. */
const WORK_OF_FLOW = 512 << 20;
const WORK_OF_ALL = 64 * 2 ** 30;

const byFlow = ({ findings }: SavedReport): ReadonlyMap<string, readonly Finding[]> => {
  const map = new Map<string, Finding[]>();
  for (const finding of findings) {
    const own = map.get(finding.flowId);
    if (own === undefined) map.set(finding.flowId, [finding]);
    else own.push(finding);
  }
  return map;
};

const isGood = ({ outcome }: Result): boolean => outcome === 'proven' || outcome === 'seen';

type Standing = Omit<Tools, 'work' | 'keys' | 'wallMs'>;

const standingOf = ({ report, canaries }: Claim): Standing => {
  const byId = new Map(canaries.map((canary) => [canary.id, canary]));
  const hosts = new Map(report.recipients.map(({ id, host }) => [id, host]));
  return {
    canaryOf: (id) => byId.get(id),
    searchedBytes: Math.max(1, report.coverage.content.read),
    packages: canaries.filter((canary) => canary.class === 'installed_apps'),
    hostOf: (id) => hosts.get(id) ?? null,
  };
};

const proveAll = async (
  claim: Claim,
  onFlow: (loaded: LoadedFlow) => Promise<void>,
): Promise<ReadonlyMap<Finding, Result>> => {
  const results = new Map<Finding, Result>();
  const wanted = byFlow(claim.report);
  const standing = standingOf(claim);
  let keys: readonly Buffer[] = [];
  let left = WORK_OF_ALL;
  for await (const loaded of claim.input.flows()) {
    await onFlow(loaded);
    keys = learnKeys(keys, loaded);
    const open = (wanted.get(loaded.flow.id) ?? []).filter((finding) => {
      const result = results.get(finding);
      return result === undefined || !isGood(result);
    });
    if (open.length === 0) continue;
    const work = { left: Math.min(WORK_OF_FLOW, left) };
    left -= work.left;
    const startedAtMs = claim.input.startedAtMs();
    const wallMs = startedAtMs === null ? null : startedAtMs + loaded.flow.atMs;
    const prove = makeProver(loaded, { ...standing, work, keys, wallMs });
    for (const finding of open) results.set(finding, prove(finding));
    left += work.left;
  }
  return results;
};

const checkInput = ({ report, input }: Claim): Check => {
  const told = report.method.input.sha256;
  const isSame = told === null || told === input.sha256;
  const what = 'the report was made of another one: its SHA-256 differs';
  return { checked: told === null ? 0 : 1, faults: isSame ? [] : [{ where: input.name, what }] };
};

const NO_FLOW: Result = { outcome: 'not-proven', why: 'the input has no flow of this id' };

/**
 * Checks a capture's files and bodies, and derives every finding of a report anew from the raw bytes: by other code
 * than found it. @throws Failure not-readable
 */
export const verify = async (claim: Claim, onFlow: () => void): Promise<Verification> => {
  const { folder, report } = claim;
  const files = folder === null ? null : await checkFiles(folder);
  await using bodyCheck = folder === null ? null : await openBodyCheck(folder);
  const results = await proveAll(claim, async (loaded) => {
    await bodyCheck?.take(loaded);
    onFlow();
  });
  const findings = report.findings.map((finding): FindingResult => ({
    findingId: finding.id,
    flowId: finding.flowId,
    ...(results.get(finding) ?? NO_FLOW),
  }));
  const bodies = bodyCheck?.outcome() ?? null;
  const input = checkInput(claim);
  const isWhole =
    [files, bodies, input].every((check) => (check?.faults.length ?? 0) === 0) && findings.every(isGood);
  return { files, bodies, input, findings, isWhole };
};
