import { checkManifest, readManifest } from '#capture/manifest';
import { CAPTURE_FILES } from '#capture/layout';
import type { Check, Fault } from './outcome.ts';

const WORDS = {
  changed: 'it is not what it was when the recording was closed',
  missing: 'the manifest names it and it is not there',
  'not-listed': 'it was not there when the recording was closed',
} as const;

/** Every file of a capture folder against its manifest. @throws the error of the file system */
export const checkFiles = async (folder: string): Promise<Check> => {
  const manifest = await readManifest(folder);
  if (manifest === null) {
    const what = 'it is missing or broken, so that nothing vouches for the files';
    return { checked: 0, faults: [{ where: CAPTURE_FILES.manifest, what }] };
  }
  const checks = await checkManifest(folder, manifest);
  const faults = checks.flatMap(({ file, state }): readonly Fault[] =>
    state === 'same' ? [] : [{ where: file, what: WORDS[state] }],
  );
  return { checked: checks.length, faults };
};
