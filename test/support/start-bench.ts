import { connect } from 'node:net';
import { startNativeEngine } from '#collect/proxy/engine';
import type { TwinFlow } from '#model/twin-firmware';
import type { Twin } from '#model/twin';
import type { LedgerLine } from '#model/ledger';
import { addToStore, APEX_STORE, certificateFrom, SYSTEM_STORE, USER_STORE } from '#twin/state/certificates';
import { type RunningTwin, startTwin } from '#twin/twin';
import { startVendorServer, type VendorServer } from '#twin/vendor/vendor-server';
import { type ListSink, makeListSink } from './list-sink.ts';
import { makeTwin } from './make-twin.ts';
import { makeCa } from './start-proxy.ts';

/** Hosts of the bench's vendor. */
const ADDRESSES = { 'api.vendor.example': '192.0.2.10', 'data.vendor.example': '192.0.2.11' };

const STORES = { system: SYSTEM_STORE, user: USER_STORE, apex: APEX_STORE };

export type BenchOptions = {
  readonly firmware?: Parameters<typeof makeTwin>[0];
  readonly handset?: Partial<Twin['handset']>;
  /** Where the proxy's authority stands; the handset uses no proxy without it. */
  readonly proxy?: keyof typeof STORES | 'nowhere';
  /** The handset cannot reach the vendor itself. */
  readonly isOffline?: boolean;
};

/** A twin with a firmware, its vendor, and a real proxy between them. */
export type FirmwareBench = AsyncDisposable & {
  readonly twin: RunningTwin;
  readonly vendor: VendorServer;
  readonly sink: ListSink;
  /** What the ledger says left for a flow. */
  readonly lines: (flow?: string) => Promise<readonly LedgerLine[]>;
  readonly advance: (byMs: number) => Promise<number>;
  /** Ends the proxy, so that all its events are out. */
  readonly stopProxy: () => Promise<void>;
};

/** A flow that sends a GET when a contact is added, changed as told. */
export const makeFlow = (own: Partial<TwinFlow> & { readonly id: string }): TwinFlow => ({
  app: 'com.xiaomi.xmsf',
  trigger: { event: 'contact.added' },
  consentAt: 'event',
  delayMs: 0,
  retry: { times: 0, afterMs: 0 },
  pin: 'none',
  honoursProxy: true,
  values: {},
  send: { request: makeRequest({}) },
  ...own,
});

type Request = Extract<TwinFlow['send'], { request: unknown }>['request'];

/** A request for the bench's vendor, changed as told. */
export const makeRequest = (own: Partial<Request>): Request => ({
  transport: 'https',
  host: 'api.vendor.example',
  http2: false,
  method: own.body === undefined ? 'GET' : 'POST',
  path: '/',
  headers: {},
  encode: [],
  ...own,
});

const trust = (twin: RunningTwin, store: string, pem: string): void => {
  const { files } = twin.machine.handset;
  const certificate = certificateFrom(Buffer.from(pem));
  files.systemWritable = true;
  if (certificate !== null) addToStore(files, store, certificate);
  files.systemWritable = false;
};

/** Starts a bench; the twin's wizard is over and its clock stands between two advances. */
export const startBench = async (options: BenchOptions = {}): Promise<FirmwareBench> => {
  const vendor = await startVendorServer(ADDRESSES);
  const sink = makeListSink();
  const ca = await makeCa();
  const engine = await startNativeEngine({
    ca,
    upstream: vendor.upstream,
    nowMs: () => performance.now(),
    control: { host: 'proof.phonehome.invalid', text: 'phonehome proof' },
    silenceMs: 300,
    sink,
  });
  const { handset, firmware } = makeTwin({ addresses: ADDRESSES, ...options.firmware });
  const twin = await startTwin({
    twin: { handset: { ...handset, ...options.handset }, firmware },
    ticks: false,
    systemCertificates: [vendor.caPem],
    ...(options.isOffline === true ? {} : { network: vendor.network }),
  });
  const own = twin.machine.handset;
  if (options.proxy !== undefined) {
    own.setConnector((port) => (port === 8080 ? connect(engine.address) : null));
    own.settings.put('global', 'http_proxy', '127.0.0.1:8080');
    if (options.proxy !== 'nowhere') trust(twin, STORES[options.proxy], ca.certPem);
  }
  return {
    twin,
    vendor,
    sink,
    lines: async (flow) =>
      (await twin.control.ledger()).filter((line) => flow === undefined || line.flow === flow),
    advance: (byMs) => twin.control.advance(byMs),
    stopProxy: () => engine.stop(),
    [Symbol.asyncDispose]: async () => {
      await twin[Symbol.asyncDispose]();
      await engine.stop();
      await vendor[Symbol.asyncDispose]();
    },
  };
};

/** Adds a contact as its app does. */
export const addContact = ({ twin }: FirmwareBench, name: string, number: string): void => {
  const { people, events } = twin.machine.handset;
  const contact = people.contacts.add({ name, number, email: '', accountType: null });
  events.emit('contact.added', {
    'contact.id': String(contact.id),
    'contact.name': name,
    'contact.number': number,
    'contact.email': '',
  });
};
