import { parentPort, workerData } from 'node:worker_threads';
import type { Job, WorkerStart } from './audit-pool.ts';
import { auditFlow, tablesFrom } from '#audit/audit';

const { canaries, needles } = workerData as WorkerStart;
const tables = tablesFrom(needles, canaries);

parentPort?.on('message', (batch: readonly Job[]) => {
  parentPort?.postMessage(batch.map(({ loaded, surround }) => auditFlow(tables, loaded, surround)));
});
