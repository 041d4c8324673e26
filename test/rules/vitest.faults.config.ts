import { defineConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** Slow tests of what goes wrong in mid-run; apart from the others, which are to be quick. */
export default defineConfig({
  ...base,
  test: { ...base.test, include: ['test/faults/**/*.test.ts'], exclude: [], maxConcurrency: 3 },
});
