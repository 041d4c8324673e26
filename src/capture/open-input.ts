import { Failure } from '#model/failure';
import { openFileSource } from './file-source.ts';
import { openHar } from './har/open-har.ts';
import { openMitmproxy } from './mitmproxy/open-mitmproxy.ts';
import type { Input } from './input.ts';
import { openPcap } from './pcap/open-pcap.ts';
import { openCapture } from './read.ts';
import { type InputFormat, sniff } from './sniff.ts';

/** What an input may need besides itself. */
export type OpenOptions = {
  /** Path of a TLS key log, for packet captures. */
  readonly keyLog?: string | undefined;
};

const openAs = async (format: InputFormat, path: string, { keyLog }: OpenOptions): Promise<Input> => {
  if (keyLog !== undefined && format !== 'pcap')
    throw new Failure('usage', '--keylog: only a pcap or pcapng file is decrypted with it', {
      remedy: 'leave it out: this input is no packet capture',
    });
  if (format === 'capture') return openCapture(path);
  const file = await openFileSource(path);
  switch (format) {
    case 'har':
      return openHar(file);
    case 'mitmproxy':
      return openMitmproxy(file);
    case 'pcap':
      return openPcap(file, keyLog ?? null);
  }
};

/**
 * Opens whatever holds traffic, by its content: a capture folder, HAR, mitmproxy flows, pcap or pcapng. The first flow
 * is read at once, so that an input that gives nothing fails here.
 * @throws Failure not-found, not-readable, empty-input, not-parsable, unknown-version, usage, environment
 */
export const openInput = async (path: string, options: OpenOptions = {}): Promise<Input> => {
  const input = await openAs(await sniff(path), path, options);
  const flows = input.flows()[Symbol.asyncIterator]();
  await flows.next();
  await flows.return?.();
  return input;
};
