/**
 * Writes the bytes of FIXED_BODIES into devices/twins/*.yaml. Run it from the project's folder with `npm run make:twins`.
 * It needs openssl, gzip, brotli, zstd, protoc, python3, base64, xxd and sed. Two runs differ only where the programs do.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { deviceFile } from '#devices/device-files';
import { readTwin } from '#devices/read-twin';
import { FIXED_BODIES } from './fixed-bodies.ts';

const { handset } = await readTwin('redmi-class-33@clean');

for (const { firmware, flow, make } of FIXED_BODIES) {
  const file = deviceFile('twins', `redmi-class-33@${firmware}.yaml`);
  const text = readFileSync(file, 'utf8');
  const start = text.indexOf(`  - id: ${flow}\n`);
  const at = text.indexOf('base64: ', start);
  if (start === -1 || at === -1) throw new Error(`${file} has no body in base64 for ${flow}`);
  const end = text.indexOf('\n', at);
  writeFileSync(file, `${text.slice(0, at)}base64: ${make(handset).toString('base64')}${text.slice(end)}`);
}
