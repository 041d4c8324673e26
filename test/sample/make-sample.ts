/**
 * Makes devices/sample-capture, the capture behind `phonehome audit sample`, and the captures of test/golden. Run it from
 * the project's folder with `npm run make:sample`. It needs openssl, gzip, brotli, zstd, protoc, python3, base64 and xxd:
 * the bodies come from them and not from phonehome's own code, and are kept as bytes. Times are made up, so that two runs
 * differ only where the programs do.
 */
import { fileURLToPath } from 'node:url';
import { blindDrafts, cleanDrafts } from './golden-drafts.ts';
import { pushBytes } from './bodies.ts';
import { sampleExchanges } from './exchanges.ts';
import { at, sampleMarks } from './moments.ts';
import { SAMPLE_CANARIES } from './people.ts';
import { SERVERS } from './servers.ts';
import { SAMPLE_SESSION } from './session.ts';
import { type Draft, draftsOfExchange, draftsOfRefusal, draftsOfSocket } from './wire.ts';
import { writeCapture } from './write-capture.ts';

const elsewhere = (): readonly Draft[] => {
  const { ip: pushIp, host: pushHost } = SERVERS.push;
  const { ip, host } = SERVERS.googleSearch;
  const nowhere = { host: '', port: 0, ip: null, placeSource: null };
  return [
    ...[0, 40, 95].flatMap((seconds, index) =>
      draftsOfRefusal(`security-${String(index + 1)}`, at(11, seconds), SERVERS.security),
    ),
    ...draftsOfSocket('push-1', at(11, 30), { host: pushHost, ip: pushIp, port: 5222 }, pushBytes()),
    {
      atMs: at(12),
      event: {
        type: 'blocked',
        protocol: 'quic',
        host,
        port: 443,
        ip,
        placeSource: 'simulated',
        bytes: 2_500,
        count: 2,
      },
    },
    { atMs: at(5, 14), event: { type: 'witness', channel: 'sms', ...nowhere, bytes: 53, count: 1 } },
    { atMs: at(36), event: { type: 'witness', channel: 'cellular', ...nowhere, bytes: 2048, count: 1 } },
  ];
};

const folderOf = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const common = { canaries: SAMPLE_CANARIES, marks: sampleMarks() };

writeCapture(folderOf('devices/sample-capture'), {
  ...common,
  session: SAMPLE_SESSION,
  drafts: [...sampleExchanges().flatMap(draftsOfExchange), ...elsewhere()],
});
writeCapture(folderOf('test/golden/clean.nothing-personal/capture'), {
  ...common,
  session: { ...SAMPLE_SESSION, id: 'clean' },
  drafts: cleanDrafts(),
});
writeCapture(folderOf('test/golden/blind.refused-and-sealed/capture'), {
  ...common,
  session: { ...SAMPLE_SESSION, id: 'blind' },
  drafts: blindDrafts(),
});
