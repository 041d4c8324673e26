#!/usr/bin/env node
import { main } from './commands/main.ts';

process.exitCode = await main(process.argv.slice(2));

const written = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    stream.write('', () => {
      resolve();
    });
  });
await Promise.all([process.stdout, process.stderr].map(written));
// Appium, which is in this process, goes on for minutes with a handset that is gone.
process.exit();
