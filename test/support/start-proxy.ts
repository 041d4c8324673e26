import { makeAuthority, subjectHashOld } from '#collect/proxy/certificate-authority';
import { startNativeEngine, type EngineOptions, type RunningEngine } from '#collect/proxy/engine';
import type { ProjectCa } from '#collect/proxy/project-ca';
import { X509Certificate } from 'node:crypto';
import { makeListSink, type ListSink } from './list-sink.ts';
import { startVendor, type Vendor } from './vendor-server.ts';

/** A project CA that lives in memory. */
export const makeCa = async (): Promise<ProjectCa> => {
  const { certPem, keyPem } = await makeAuthority(new Date(), 2);
  const { raw, fingerprint256 } = new X509Certificate(certPem);
  const sha256 = fingerprint256.replaceAll(':', '').toLowerCase();
  return { certPem, keyPem, certDer: raw, subjectHashOld: subjectHashOld(raw), sha256 };
};

export type Bench = {
  readonly engine: RunningEngine;
  readonly port: number;
  readonly sink: ListSink;
  readonly vendor: Vendor;
  readonly ca: ProjectCa;
  [Symbol.asyncDispose](): Promise<void>;
};

/** A vendor and a proxy before it, recording into a list. */
export const startProxy = async (own: Partial<EngineOptions> & { sink?: ListSink } = {}): Promise<Bench> => {
  const vendor = await startVendor();
  const sink = own.sink ?? makeListSink();
  const ca = await makeCa();
  const engine = await startNativeEngine({
    ca,
    upstream: vendor.upstream,
    nowMs: () => performance.now(),
    control: { host: 'proof.phonehome.invalid', text: 'phonehome proof' },
    silenceMs: 300,
    ...own,
    sink,
  });
  return {
    engine,
    port: engine.address.port,
    sink,
    vendor,
    ca,
    [Symbol.asyncDispose]: async () => {
      await engine.stop();
      await vendor[Symbol.asyncDispose]();
    },
  };
};
