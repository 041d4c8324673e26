import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { openInput } from '#capture/open-input';

/**
 * `npm run bench:large [-- --mib N] [-- --flows N]`: makes a HAR (1 GiB with 100,000 flows), reads it alone, then audits
 * it with dist/cli.js, and prints MB per second, CPU time and peak memory. Fails over 400 MB.
 */
const LIMIT_MB = 400;
const root = fileURLToPath(new URL('../..', import.meta.url));

const option = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};

/** Reproducible numbers in [0, 1): mulberry32. */
const seeded = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const hex = (random: () => number, length: number): string =>
  Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');

/** Telemetry-like JSON of about so many bytes. */
const telemetry = (random: () => number, byteLength: number): string => {
  const events: unknown[] = [];
  for (let size = 0; size < byteLength; size += 130)
    events.push({
      name: `event-${Math.floor(random() * 50)}`,
      at: 1_772_359_200_000 + size,
      session: hex(random, 16),
      value: random(),
    });
  return JSON.stringify({ v: 4, events });
};

const entry = (random: () => number, index: number, byteLength: number): string => {
  const body = telemetry(random, byteLength * 0.53);
  const answer =
    random() < 0.3
      ? Buffer.from(telemetry(random, byteLength * 0.4)).toString('base64')
      : telemetry(random, byteLength * 0.53);
  const host = `h${index % 97}.vendor${index % 7}.example`;
  const headers = ['Accept', 'User-Agent', 'X-Request', 'Cookie'].map((name) => ({
    name,
    value: hex(random, 24),
  }));
  return JSON.stringify({
    startedDateTime: new Date(1_772_359_200_000 + index * 25).toISOString(),
    time: 12,
    request: {
      method: 'POST',
      url: `https://${host}/v1/track?n=${index}`,
      httpVersion: 'HTTP/2',
      cookies: [],
      headers,
      queryString: [],
      headersSize: -1,
      bodySize: body.length,
      postData: { mimeType: 'application/json', text: body },
    },
    response: {
      status: 200,
      statusText: '',
      httpVersion: 'HTTP/2',
      cookies: [],
      headers,
      content: {
        size: answer.length,
        mimeType: 'application/json',
        text: answer,
        ...(answer.startsWith('{') ? {} : { encoding: 'base64' }),
      },
      redirectURL: '',
      headersSize: -1,
      bodySize: -1,
    },
    cache: {},
    timings: { send: 0, wait: 0, receive: 0 },
  });
};

const makeHar = async (path: string, flows: number, byteLength: number): Promise<void> => {
  const out = createWriteStream(path, { mode: 0o600 });
  const random = seeded(7);
  out.write('{"log":{"version":"1.2","creator":{"name":"bench","version":"1"},"entries":[\n');
  for (let index = 0; index < flows; index += 1) {
    const isRoom = out.write(`${index === 0 ? '' : ',\n'}${entry(random, index, byteLength / flows)}`);
    if (!isRoom) await new Promise<void>((resolve) => out.once('drain', () => resolve()));
  }
  out.end('\n]}}\n');
  await finished(out);
};

type Measured = { readonly cpuSeconds: number; readonly wallSeconds: number; readonly peakMb: number };

const show = (name: string, mb: number, { cpuSeconds, wallSeconds, peakMb }: Measured): boolean => {
  const perCpu = (mb / cpuSeconds).toFixed(1);
  const perWall = (mb / wallSeconds).toFixed(1);
  console.log(
    `${name}: ${perCpu} MB per CPU second, ${perWall} MB/s, ${cpuSeconds.toFixed(1)} s CPU, ${wallSeconds.toFixed(1)} s, peak ${peakMb.toFixed(0)} MB`,
  );
  if (peakMb > LIMIT_MB) console.log(`${name}: more than ${LIMIT_MB} MB`);
  return peakMb <= LIMIT_MB;
};

const TELL = "process.on('exit',()=>process._rawDebug('MEASURED '+JSON.stringify(process.resourceUsage())))";

/** Runs the built program and measures it: at its end it tells what the kernel counted for all of its threads. */
const measure = async (
  args: readonly string[],
): Promise<Measured & { readonly code: number | null; readonly tail: string }> => {
  const started = performance.now();
  const child = spawn(process.execPath, ['--import', `data:text/javascript,${TELL}`, ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let tail = '';
  child.stderr.on('data', (chunk: Buffer) => (tail = (tail + chunk.toString()).slice(-4000)));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve(status));
  });
  const found = /MEASURED (\{.*\})/.exec(tail)?.[1];
  if (found === undefined) throw new Error(`could not be measured: ${tail.slice(-500)}`);
  const usage = JSON.parse(found) as NodeJS.ResourceUsage;
  return {
    code,
    tail,
    cpuSeconds: (usage.userCPUTime + usage.systemCPUTime) / 1e6,
    wallSeconds: (performance.now() - started) / 1000,
    peakMb: usage.maxRSS / 1024,
  };
};

const readAlone = async (path: string): Promise<Measured> => {
  const started = performance.now();
  const before = process.cpuUsage();
  const input = await openInput(path);
  let flows = 0;
  for await (const { flow } of input.flows()) flows += flow.kind === 'http' ? 1 : 0;
  const { user, system } = process.cpuUsage(before);
  if (flows === 0 || input.ledger().losses.length > 0) throw new Error('the HAR was not read whole');
  console.log(`${flows} flows`);
  return {
    cpuSeconds: (user + system) / 1e6,
    wallSeconds: (performance.now() - started) / 1000,
    peakMb: process.resourceUsage().maxRSS / 1024,
  };
};

const main = async (): Promise<void> => {
  const flows = option('flows', 100_000);
  const folder = await mkdtemp(join(tmpdir(), 'phonehome-bench-'));
  try {
    const path = join(folder, 'large.har');
    await makeHar(path, flows, option('mib', 1024) * 2 ** 20);
    const mb = (await stat(path)).size / 1e6;
    console.log(`HAR of ${mb.toFixed(0)} MB with ${flows} flows`);
    const isLean = show('read', mb, await readAlone(path));
    const command = ['dist/cli.js', 'audit', path, '--out', join(folder, 'report'), '--quiet', '--exit-zero'];
    const audited = await measure(command);
    if (audited.code !== 0)
      throw new Error(`the audit ended with ${audited.code ?? 'a signal'}: ${audited.tail}`);
    const isAuditLean = show('audit', mb, audited);
    process.exitCode = isLean && isAuditLean ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

await main();
