import { inflateRawSync } from 'node:zlib';

/** What a package manager needs to know of an APK. */
export type ApkFacts = {
  readonly name: string;
  readonly versionCode: number;
  readonly versionName: string;
  readonly minSdk: number;
  readonly targetSdk: number;
  readonly permissions: readonly string[];
  readonly instrumentation: readonly { readonly runner: string; readonly target: string }[];
  /** The activity that the launcher starts, when there is one. */
  readonly launcher: string | null;
};

const MAX_MANIFEST = 4 * 1024 * 1024;

/** One file of a ZIP, by its central directory; null when it is not there or not sound. */
const unzip = (zip: Buffer, wanted: string): Buffer | null => {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end === -1) return null;
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0 && at + 46 <= zip.length; left--) {
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    if (name === wanted) return entryBytes(zip, at);
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return null;
};

const entryBytes = (zip: Buffer, central: number): Buffer => {
  const local = zip.readUInt32LE(central + 42);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const bytes = zip.subarray(start, start + zip.readUInt32LE(central + 20));
  return zip.readUInt16LE(central + 10) === 0
    ? bytes
    : inflateRawSync(bytes, { maxOutputLength: MAX_MANIFEST });
};

const CHUNK = { strings: 0x0001, start: 0x0102, end: 0x0103 } as const;
const NONE = 0xffffffff;

const stringsOf = (axml: Buffer, at: number): string[] => {
  const count = axml.readUInt32LE(at + 8);
  const isUtf8 = (axml.readUInt32LE(at + 16) & 0x100) !== 0;
  const base = at + axml.readUInt32LE(at + 20);
  return Array.from({ length: Math.min(count, 100_000) }, (_, index) => {
    const start = base + axml.readUInt32LE(at + 28 + index * 4);
    return isUtf8 ? utf8At(axml, start) : utf16At(axml, start);
  });
};

const utf8At = (axml: Buffer, start: number): string => {
  const afterChars = start + ((axml[start] ?? 0) & 0x80 ? 2 : 1);
  const first = axml[afterChars] ?? 0;
  const length = first & 0x80 ? ((first & 0x7f) << 8) | (axml[afterChars + 1] ?? 0) : first;
  const from = afterChars + (first & 0x80 ? 2 : 1);
  return axml.toString('utf8', from, from + length);
};

const utf16At = (axml: Buffer, start: number): string => {
  const first = axml.readUInt16LE(start);
  const isLong = (first & 0x8000) !== 0;
  const length = isLong ? ((first & 0x7fff) << 16) | axml.readUInt16LE(start + 2) : first;
  const from = start + (isLong ? 4 : 2);
  return axml.toString('utf16le', from, from + length * 2);
};

type Element = { readonly name: string; readonly attributes: ReadonlyMap<string, string> };

const elementAt = (axml: Buffer, at: number, strings: readonly string[]): Element => {
  const attributes = new Map<string, string>();
  const count = axml.readUInt16LE(at + 28);
  for (let index = 0; index < count; index++) {
    const from = at + 36 + index * 20;
    const name = strings[axml.readUInt32LE(from + 4)] ?? '';
    const raw = axml.readUInt32LE(from + 8);
    attributes.set(name, raw === NONE ? String(axml.readUInt32LE(from + 16)) : (strings[raw] ?? ''));
  }
  return { name: strings[axml.readUInt32LE(at + 20)] ?? '', attributes };
};

/** The elements of a binary manifest, each with the names of those around it. */
const elementsOf = (axml: Buffer): (Element & { readonly around: readonly Element[] })[] => {
  let strings: string[] = [];
  const open: Element[] = [];
  const found: (Element & { readonly around: readonly Element[] })[] = [];
  for (let at = 8; at + 8 <= axml.length;) {
    const type = axml.readUInt16LE(at);
    const size = axml.readUInt32LE(at + 4);
    if (size < 8) break;
    if (type === CHUNK.strings) strings = stringsOf(axml, at);
    else if (type === CHUNK.start) {
      const element = elementAt(axml, at, strings);
      found.push({ ...element, around: [...open] });
      open.push(element);
    } else if (type === CHUNK.end) open.pop();
    at += size;
  }
  return found;
};

const launcherOf = (elements: ReturnType<typeof elementsOf>): string | null => {
  const category = elements.find(
    ({ name, attributes }) =>
      name === 'category' && attributes.get('name') === 'android.intent.category.LAUNCHER',
  );
  return category?.around.find(({ name }) => name.startsWith('activity'))?.attributes.get('name') ?? null;
};

const numberOf = (element: Element | undefined, name: string): number | undefined => {
  const text = element?.attributes.get(name);
  return text === undefined ? undefined : Number(text);
};

const factsOf = (elements: ReturnType<typeof elementsOf>): ApkFacts | null => {
  const all = (wanted: string): readonly Element[] => elements.filter(({ name }) => name === wanted);
  const [root] = all('manifest');
  const [sdk] = all('uses-sdk');
  const name = root?.attributes.get('package');
  if (name === undefined) return null;
  const minSdk = numberOf(sdk, 'minSdkVersion') ?? 1;
  return {
    name,
    versionCode: numberOf(root, 'versionCode') ?? 0,
    versionName: root?.attributes.get('versionName') ?? '',
    minSdk,
    targetSdk: numberOf(sdk, 'targetSdkVersion') ?? minSdk,
    permissions: all('uses-permission').map(({ attributes }) => attributes.get('name') ?? ''),
    instrumentation: all('instrumentation').map(({ attributes }) => ({
      runner: attributes.get('name') ?? '',
      target: attributes.get('targetPackage') ?? '',
    })),
    launcher: launcherOf(elements),
  };
};

/** The facts in an APK's binary manifest; null for bytes that are no APK. Never throws. */
export const apkFactsFrom = (apk: Buffer): ApkFacts | null => {
  try {
    const manifest = unzip(apk, 'AndroidManifest.xml');
    return manifest === null ? null : factsOf(elementsOf(manifest));
  } catch {
    return null;
  }
};
