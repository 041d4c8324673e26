import { auditBodies, type Share } from './audit-bodies.ts';

process.send?.(auditBodies(JSON.parse(process.argv[2] ?? '') as Share));
