import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Loss } from '#model/flow';
import { readSmallFile } from './file-source.ts';
import { CAPTURE_FILES } from './layout.ts';
import { writeWhole } from './write-whole.ts';

const MANIFEST_VERSION = 1;
/** Much more than a line for each of 100,000 screens. */
export const MANIFEST_BYTES = 64 << 20;

const manifestSchema = z.strictObject({
  manifestVersion: z.literal(MANIFEST_VERSION),
  /** Path in the folder, with slashes → its size and SHA-256, hex. */
  files: z.record(
    z.string(),
    z.strictObject({
      byteLength: z.number().int().nonnegative(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});
/** manifest.json: what every file of a capture held when it was closed. */
export type Manifest = Readonly<z.infer<typeof manifestSchema>>;

/** One file of a capture against its manifest. */
export type ManifestCheck = {
  readonly file: string;
  readonly state: 'same' | 'changed' | 'missing' | 'not-listed';
};

const hashFile = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
};

/** All files of a capture but its manifest and hidden files, sorted; paths with slashes. */
const filesOf = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter(
      (file) => file !== CAPTURE_FILES.manifest && !file.split('/').some((part) => part.startsWith('.')),
    )
    .sort();
};

/** Writes manifest.json over everything that the folder holds. @throws Failure not-writable */
export const writeManifest = async (folder: string): Promise<void> => {
  const files: Record<string, Manifest['files'][string]> = {};
  for (const file of await filesOf(folder)) {
    const path = join(folder, file);
    files[file] = { byteLength: (await stat(path)).size, sha256: await hashFile(path) };
  }
  const manifest: Manifest = { manifestVersion: MANIFEST_VERSION, files };
  await writeWhole(join(folder, CAPTURE_FILES.manifest), `${JSON.stringify(manifest, null, 2)}\n`);
};

/** Reads manifest.json; null where it is missing or no manifest. Never throws. */
export const readManifest = async (folder: string): Promise<Manifest | null> => {
  try {
    const bytes = await readSmallFile(join(folder, CAPTURE_FILES.manifest), MANIFEST_BYTES);
    return bytes === null ? null : manifestSchema.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    return null;
  }
};

const checkFile = async (folder: string, file: string, manifest: Manifest): Promise<ManifestCheck> => {
  const listed = Object.hasOwn(manifest.files, file) ? manifest.files[file] : undefined;
  if (listed === undefined) return { file, state: 'not-listed' };
  const path = join(folder, file);
  const isSame = (await stat(path)).size === listed.byteLength && (await hashFile(path)) === listed.sha256;
  return { file, state: isSame ? 'same' : 'changed' };
};

/** Compares every file of a capture with its manifest. @throws the error of the file system */
export const checkManifest = async (
  folder: string,
  manifest: Manifest,
): Promise<readonly ManifestCheck[]> => {
  const present = await filesOf(folder);
  const checks: ManifestCheck[] = [];
  for (const file of present) checks.push(await checkFile(folder, file, manifest));
  const missing = Object.keys(manifest.files).filter((file) => !present.includes(file));
  return [...checks, ...missing.map((file) => ({ file, state: 'missing' }) as const)];
};

/** Files that are no longer as long as the manifest says, in words; cheap, since nothing is hashed. Never throws. */
export const sizeFaults = async (folder: string, manifest: Manifest): Promise<readonly Loss[]> => {
  const faults: Loss[] = [];
  for (const [file, { byteLength }] of Object.entries(manifest.files)) {
    const size = await stat(join(folder, file)).then(
      (facts) => facts.size,
      () => 0,
    );
    if (size !== byteLength)
      faults.push({
        where: file,
        what: `it had ${byteLength} bytes when the recording was closed and has ${size}`,
      });
  }
  return faults;
};
