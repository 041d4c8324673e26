import { auditFlow, compile } from '#audit/audit';
import { FLOOD_PARTS, floodOf } from '../support/floods.ts';
import { makeCanary } from '../support/make-canary.ts';
import { makeLoadedFlow } from '../support/make-loaded-flow.ts';
import { REPLAY_BOMBS } from '../support/replay-bombs.ts';
import { verifyFlows } from '../support/verify-flows.ts';
import { bestOf, type Row } from './measure.ts';

const FEW_BYTES = 500_000;
/** Four times as many bytes take four times as long, and sixteen times where each is looked at with all others. */
const TIMES = 4;
const MOST_TIMES = 8;

const worstFlood = (): number => {
  const tables = compile([makeCanary()]);
  const seconds = (part: string, byteLength: number): number => {
    const flow = makeLoadedFlow({ method: 'POST', body: floodOf(part, byteLength) });
    return bestOf(2, () => auditFlow(tables, flow, { startedAtMs: 0, secrets: { ssecurities: [] } }));
  };
  return Math.max(...FLOOD_PARTS.map((part) => seconds(part, FEW_BYTES * TIMES) / seconds(part, FEW_BYTES)));
};

const FINDINGS = 20;
/** Less than one by one: they share what the flow may take. */
const MOST_FINDINGS_RATIO = 15;

// A finding that leads into a bomb may use up the work of its flow: others of the flow have what is left.
const worstBomb = async (): Promise<number> => {
  let worst = 0;
  for (const [, make] of REPLAY_BOMBS) {
    const seconds: number[] = [];
    for (const findingCount of [1, FINDINGS]) {
      const { flow, report, canaries } = make(findingCount);
      const before = process.cpuUsage();
      await verifyFlows([flow], report, canaries);
      const { user, system } = process.cpuUsage(before);
      seconds.push((user + system) / 1e6);
    }
    worst = Math.max(worst, (seconds[1] ?? 0) / Math.max(seconds[0] ?? 0, LEAST_SECONDS));
  }
  return worst;
};

/** Below this a measurement is one of the machine. */
const LEAST_SECONDS = 0.25;

/** What hostile bodies, and reports that lead into bombs, take when there is more of them. */
export const benchFloods = async (): Promise<readonly Row[]> => [
  {
    name: 'one thing over and over, 2 MB ÷ 0.5 MB, the worst of seven',
    value: worstFlood(),
    unit: '',
    most: MOST_TIMES,
  },
  {
    name: `verify, ${FINDINGS} findings in a bomb ÷ one, the worst of sixteen`,
    value: await worstBomb(),
    unit: '',
    most: MOST_FINDINGS_RATIO,
  },
];
