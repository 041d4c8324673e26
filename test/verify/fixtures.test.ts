import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { canariesSchema } from '#model/canary';
import { makeLoadedFlow } from '../support/make-loaded-flow.ts';
import { makeReportOf } from '../support/make-report-of.ts';
import { readInput } from '../support/read-input.ts';
import { verifyFlows } from '../support/verify-flows.ts';

// The labelled requests stand beside the project where they exist; they are no part of it.
const SHARED = fileURLToPath(new URL('../../../shared/fixtures/', import.meta.url));

/** The sign-in whose session key one of the requests was encrypted with. */
const SIGN_IN = makeLoadedFlow({
  url: 'https://account.xiaomi.com/pass/serviceLoginAuth2',
  responseBody: Buffer.from('&&&START&&&{"ssecurity":"BwcHBwcHBwcHBwcHBwcHBw==","code":0}'),
});

/** What verifying says of everything that is found in one of the folders. */
const outcomesOf = async (folder: string) => {
  const { flows } = await readInput(`${SHARED}${folder}/flows.har`);
  const canaries = canariesSchema.parse(JSON.parse(readFileSync(`${SHARED}${folder}/identity.json`, 'utf8')));
  const all = [{ ...SIGN_IN, flow: { ...SIGN_IN.flow, id: 'sign-in' } }, ...flows];
  const report = makeReportOf(all, canaries);
  const { findings, isWhole } = await verifyFlows(all, report, canaries);
  const failed = findings.flatMap(({ findingId, outcome, why }, index) => {
    const finding = report.findings[index];
    const wanted = finding?.canaryId === null ? 'seen' : 'proven';
    const recipe = finding?.proof.recipe ?? '';
    return outcome === wanted ? [] : [`${findingId} ${finding?.flowId ?? ''} ${recipe}: ${outcome}, ${why}`];
  });
  const steps = new Set(report.findings.flatMap(({ route }) => route.map(({ step }) => step)));
  return { failed, isWhole, steps, flowIds: new Set(report.findings.map(({ flowId }) => flowId)) };
};

describe.skipIf(!existsSync(SHARED))('labelled requests: what audit finds, verify derives anew', () => {
  it.each([
    ['wild-shapes', 24],
    ['xiaomi-encodings', 8],
    ['google-checkin', 1],
  ])('%s', async (folder, flowsWithFindings) => {
    const { failed, isWhole, flowIds } = await outcomesOf(folder);
    expect(failed).toEqual([]);
    expect(isWhole).toBe(true);
    expect(flowIds.size).toBeGreaterThanOrEqual(flowsWithFindings);
  });

  it('through the vendor forms, also the one under the key of a captured sign-in', async () => {
    const { steps } = await outcomesOf('xiaomi-encodings');
    for (const step of ['xiaomi-mistat-v2', 'xiaomi-miota', 'xiaomi-passport'])
      expect([...steps]).toContain(step);
  });
});
