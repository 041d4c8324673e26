import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { PROJECT } from './planted-tree.ts';

const outcomeSchema = z.object({
  summary: z.object({
    totalCruised: z.number(),
    totalDependenciesCruised: z.number(),
    violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })),
  }),
  modules: z.array(
    z.object({ source: z.string(), dependencies: z.array(z.object({ resolved: z.string() })) }),
  ),
});

/** What dependency-cruiser sees and refuses in a project folder, by the rules of layering.cjs. */
export const cruise = (folder: string) => {
  const bin = join(PROJECT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const run = spawnSync(
    process.execPath,
    [bin, '--config', 'test/rules/layering.cjs', '--output-type', 'json', 'src', 'test'],
    { cwd: folder, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
  );
  if (run.stdout === '') throw new Error(`dependency-cruiser said nothing but: ${run.stderr}`);
  return outcomeSchema.parse(JSON.parse(run.stdout));
};
