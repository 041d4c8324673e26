import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openInput } from '#capture/open-input';
import { CANARIES, type Plan } from './large/exchange.ts';
import { measureProgram, type Measured } from './large/measure-program.ts';
import { writeCapture } from './large/write-capture.ts';
import { writeHar } from './large/write-har.ts';

/**
 * `npm run bench:large [-- --gigabytes G | --mib N] [-- --flows N] [-- --findings SHARE] [-- --capture]`: makes a HAR
 * (1 GiB with 100,000 flows, none of which carries a known value) or a capture folder, reads it alone, then audits it
 * with dist/cli.js, and prints MB per second, CPU time and peak memory. Fails over 400 MB, over 600 MB from 2 GB on.
 */
const SMALL = { upToBytes: 2e9, limitMb: 400 } as const;
const LIMIT_MB = 600;

const option = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};

const planOf = (): Plan => ({
  flows: option('flows', 100_000),
  byteLength: option('gigabytes', 0) * 1e9 || option('mib', 1024) * 2 ** 20,
  findings: option('findings', 0),
});

const sizeOf = async (path: string): Promise<number> => {
  const facts = await stat(path);
  if (facts.isFile()) return facts.size;
  const sizes = await Promise.all((await readdir(path)).map((name) => sizeOf(join(path, name))));
  return sizes.reduce((sum, size) => sum + size, 0);
};

const make = async (folder: string, plan: Plan): Promise<string> => {
  const isCapture = process.argv.includes('--capture');
  const path = join(folder, isCapture ? 'capture' : 'large.har');
  await (isCapture ? writeCapture(path, plan) : writeHar(path, plan));
  return path;
};

const show = (name: string, byteLength: number, measured: Measured): boolean => {
  const { cpuSeconds, wallSeconds, peakMb } = measured;
  const mb = byteLength / 1e6;
  const limitMb = byteLength < SMALL.upToBytes ? SMALL.limitMb : LIMIT_MB;
  console.log(
    `${name}: ${(mb / cpuSeconds).toFixed(1)} MB per CPU second, ${(mb / wallSeconds).toFixed(1)} MB/s, ` +
      `${cpuSeconds.toFixed(1)} s CPU, ${wallSeconds.toFixed(1)} s, peak ${peakMb.toFixed(0)} MB`,
  );
  if (peakMb > limitMb) console.log(`${name}: more than ${limitMb} MB`);
  return peakMb <= limitMb;
};

const readAlone = async (path: string): Promise<Measured> => {
  const started = performance.now();
  const before = process.cpuUsage();
  const input = await openInput(path);
  let flows = 0;
  for await (const { flow } of input.flows()) flows += flow.kind === 'http' ? 1 : 0;
  const { user, system } = process.cpuUsage(before);
  if (flows === 0 || input.ledger().losses.length > 0) throw new Error('the input was not read whole');
  console.log(`${flows} flows`);
  return {
    cpuSeconds: (user + system) / 1e6,
    wallSeconds: (performance.now() - started) / 1000,
    peakMb: process.resourceUsage().maxRSS / 1024,
  };
};

const audit = async (path: string, folder: string, plan: Plan): Promise<Measured> => {
  const canaries = join(folder, 'canaries.json');
  await writeFile(canaries, JSON.stringify(CANARIES));
  const sought = plan.findings > 0 ? ['--canaries', canaries] : [];
  const options = ['--out', join(folder, 'report'), '--quiet', '--exit-zero', ...sought];
  const audited = await measureProgram(['dist/cli.js', 'audit', path, ...options]);
  if (audited.code !== 0)
    throw new Error(`the audit ended with ${audited.code ?? 'a signal'}: ${audited.tail}`);
  return audited;
};

const main = async (): Promise<void> => {
  const plan = planOf();
  const folder = await mkdtemp(join(tmpdir(), 'phonehome-bench-'));
  try {
    const path = await make(folder, plan);
    const byteLength = await sizeOf(path);
    const form = path.endsWith('.har') ? 'HAR' : 'capture';
    console.log(`${form} of ${(byteLength / 1e6).toFixed(0)} MB with ${plan.flows} flows`);
    const isLean = show('read', byteLength, await readAlone(path));
    const isAuditLean = show('audit', byteLength, await audit(path, folder, plan));
    process.exitCode = isLean && isAuditLean ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

await main();
