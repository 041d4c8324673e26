import { parentPort, workerData } from 'node:worker_threads';
import { auditFlow, tablesFrom } from '#audit/audit';
import type { FlowAudit } from '#audit/flow-audit';
import { bytesOf, type Job, type WorkerStart } from './audit-pool.ts';
import { giveBackAfter } from './give-back.ts';

const { canaries, needles } = workerData as WorkerStart;
const tables = tablesFrom(needles, canaries);

const audit = (job: Job): FlowAudit => {
  const found = auditFlow(tables, job.loaded, job.surround);
  giveBackAfter(bytesOf(job));
  return found;
};

parentPort?.on('message', (batch: readonly Job[]) => {
  parentPort?.postMessage(batch.map(audit));
});
