import type { Input } from '#capture/input';
import type { Canary } from '#model/canary';
import type { LoadedFlow } from '#model/flow';
import type { SavedReport } from '#model/report';
import type { Verification } from '#verify/outcome';
import { verify } from '#verify/verify';

const inputOf = (flows: readonly LoadedFlow[]): Input => ({
  name: 's1',
  format: 'har',
  sha256: null,
  session: null,
  marks: [],
  canaries: null,
  startedAtMs: () => 0,
  flows: async function* () {
    yield* flows;
  },
  ledger: () => ({ connections: [], losses: [] }),
  byteLength: 0,
  readBytes: () => 0,
});

/** Verifies a report of flows that stand in memory. */
export const verifyFlows = (
  flows: readonly LoadedFlow[],
  report: SavedReport,
  canaries: readonly Canary[],
): Promise<Verification> =>
  verify({ input: inputOf(flows), folder: null, report, canaries }, () => undefined);
