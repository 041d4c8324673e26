import { openFileSource } from './file-source.ts';
import { openHar } from './har/open-har.ts';
import { openMitmproxy } from './mitmproxy/open-mitmproxy.ts';
import type { Input } from './input.ts';
import { openPcap } from './pcap/open-pcap.ts';
import { openCapture } from './read.ts';
import { type InputFormat, sniff } from './sniff.ts';

const openAs = async (format: InputFormat, path: string): Promise<Input> => {
  if (format === 'capture') return openCapture(path);
  const file = await openFileSource(path);
  switch (format) {
    case 'har':
      return openHar(file);
    case 'mitmproxy':
      return openMitmproxy(file);
    case 'pcap':
      return openPcap(file);
  }
};

/**
 * Opens whatever holds traffic, by its content: a capture folder, HAR, mitmproxy flows, pcap or pcapng. The first flow
 * is read at once, so that an input that gives nothing fails here.
 * @throws Failure not-found, not-readable, empty-input, not-parsable, unknown-version
 */
export const openInput = async (path: string): Promise<Input> => {
  const input = await openAs(await sniff(path), path);
  const flows = input.flows()[Symbol.asyncIterator]();
  await flows.next();
  await flows.return?.();
  return input;
};
