import { auditBodies, type Share } from './audit-bodies.ts';

await auditBodies(JSON.parse(process.argv[2] ?? '') as Share, (count) => {
  process.send?.(count);
});
