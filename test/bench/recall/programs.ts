import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('encode.py', import.meta.url));
const MOST_BYTES = 1 << 30;
const FILES_PER_CALL = 200;

const run = (program: string, args: readonly string[], input?: string): Buffer => {
  const { status, stdout, stderr, error } = spawnSync(program, args, { input, maxBuffer: MOST_BYTES });
  if (error !== undefined) throw new Error(`${program} could not be run`, { cause: error });
  if (status !== 0)
    throw new Error(`${program} ended with ${String(status)}: ${stderr.toString().slice(0, 300)}`);
  return stdout;
};

/** What Python makes of each order, in one process; null where the encoding cannot hold the text. */
export const byPython = (orders: readonly object[]): readonly (Buffer | null)[] => {
  if (orders.length === 0) return [];
  const lines = run(
    'python3',
    [SCRIPT],
    `${orders.map((order) => JSON.stringify(order)).join('\n')}\n`,
  ).toString();
  return lines
    .split('\n')
    .slice(0, orders.length)
    .map((line) => (line === '' ? null : Buffer.from(line, 'base64')));
};

/** One shell loop over many files, each `in.N` made into `out.N`: a process per file, but not a Node call per file. */
const overFiles = (inputs: readonly Buffer[], command: string): readonly Buffer[] => {
  const folder = mkdtempSync(join(tmpdir(), 'phonehome-recall-'));
  try {
    const outputs: Buffer[] = [];
    for (let from = 0; from < inputs.length; from += FILES_PER_CALL) {
      const part = inputs.slice(from, from + FILES_PER_CALL);
      part.forEach((bytes, index) => writeFileSync(join(folder, `in.${index}`), bytes));
      const loop = `cd "$1" && i=0; while [ $i -lt ${part.length} ]; do ${command} || exit 1; i=$((i+1)); done`;
      run('sh', ['-c', loop, 'sh', folder]);
      for (let index = 0; index < part.length; index++)
        outputs.push(readFileSync(join(folder, `out.${index}`)));
    }
    return outputs;
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const COMMANDS: ReadonlyMap<string, string> = new Map([
  ['gzip', 'gzip -9 <in.$i >out.$i'],
  ['gzip with name', 'gzip -c in.$i >out.$i'],
  ['brotli', 'brotli -q 5 -c <in.$i >out.$i'],
  ['zstd', 'zstd -q -c <in.$i >out.$i'],
  ['openssl base64', 'openssl base64 -in in.$i -out out.$i'],
  ['openssl base64 on one line', 'openssl base64 -A -in in.$i -out out.$i'],
  ['xxd', 'xxd -p in.$i out.$i'],
  ['xxd capital', 'xxd -p -u in.$i out.$i'],
]);

const SCHEMA =
  'syntax="proto3"; message R{int32 v=1; bytes data=2; fixed64 at=3; N n=4;} message N{bytes data=7; string s=8;}';

// Protobuf's text format: octal for what is not printable.
const quoted = (bytes: Buffer): string =>
  [...bytes]
    .map((byte) =>
      byte < 0x20 || byte > 0x7e || byte === 0x22 || byte === 0x5c
        ? `\\${byte.toString(8).padStart(3, '0')}`
        : String.fromCharCode(byte),
    )
    .join('');

const byProtoc = (inputs: readonly Buffer[], isNested: boolean): readonly Buffer[] => {
  const folder = mkdtempSync(join(tmpdir(), 'phonehome-schema-'));
  try {
    writeFileSync(join(folder, 's.proto'), SCHEMA);
    const texts = inputs.map((bytes) =>
      Buffer.from(
        `v: 4 at: 1764150000 ${isNested ? `n { s: "x" data: "${quoted(bytes)}" }` : `data: "${quoted(bytes)}"`}`,
      ),
    );
    return overFiles(
      texts,
      `protoc --proto_path=${folder} --encode=R ${join(folder, 's.proto')} <in.$i >out.$i`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** What a program of its own makes of each input. */
export const byProgram = (name: string, inputs: readonly Buffer[]): readonly Buffer[] => {
  if (inputs.length === 0) return [];
  if (name.startsWith('protoc')) return byProtoc(inputs, name.endsWith('nested'));
  const command = COMMANDS.get(name);
  if (command === undefined) throw new RangeError(`no program is known for ${name}`);
  return overFiles(inputs, command);
};
