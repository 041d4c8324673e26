import type { Canary } from '#model/canary';
import type { Console } from './console.ts';
import type { Input } from '#capture/input';
import type { SavedReport } from '#model/report';
import { compileScrub } from '#audit/mask';
import { counted } from '#report/amounts';
import { Failure } from '#model/failure';
import { openInput } from '#capture/open-input';
import { readCanaries } from '#devices/read-canaries';
import { readReport } from './read-report.ts';
import { reportsByAge } from './reports-by-age.ts';
import { safeNameFrom } from './safe-name.ts';
import { withSafeFlowIds } from './safe-flow-ids.ts';
import { samplePath } from './sample-path.ts';
import { verificationJson, verificationText } from './verify-text.ts';
import { verify } from '#verify/verify';

/** The options of `verify`. */
export type VerifyOptions = {
  readonly report?: string;
  readonly canaries?: string;
  readonly region?: string;
  readonly keylog?: string;
};

/** Progress is told after so many flows each time. */
const FLOWS_PER_WORD = 64;

const isReportOf = ({ session, method }: SavedReport, input: Input): boolean =>
  input.session === null
    ? method.input.name === safeNameFrom(input.name)
    : session.id === input.session.id || (input.sha256 !== null && method.input.sha256 === input.sha256);

const newestOf = async (input: Input): Promise<string> => {
  for (const file of await reportsByAge()) {
    const report = await readReport(file).catch(() => null);
    if (report !== null && isReportOf(report, input)) return file;
  }
  throw new Failure('not-found', 'no report of this input under reports/', {
    remedy: 'name one with --report FILE, or make one with phonehome audit INPUT',
  });
};

const knownValues = async (
  input: Input,
  report: SavedReport,
  options: VerifyOptions,
): Promise<readonly Canary[]> => {
  const canaries =
    options.canaries === undefined ? input.canaries : await readCanaries(options.canaries, options.region);
  const needsThem = report.findings.some(({ canaryId }) => canaryId !== null);
  if (needsThem && (canaries === null || canaries.length === 0)) {
    throw new Failure('usage', 'the known values are not known, and findings are of them', {
      remedy: 'name the file that the report was made with: --canaries FILE',
    });
  }
  return canaries ?? [];
};

/** `verify INPUT`: files and bodies as they were, every finding derived anew. Returns the exit code: 1 when anything fails. */
export const verifyInput = async (
  path: string,
  options: VerifyOptions,
  console: Console,
): Promise<number> => {
  const place = path === 'sample' ? samplePath() : path;
  const input = await openInput(place, { keyLog: options.keylog });
  const file = options.report ?? (await newestOf(input));
  const report = await readReport(file);
  const canaries = await knownValues(input, report, options);
  let flows = 0;
  const folder = input.format === 'capture' ? place : null;
  const scrub = compileScrub(canaries);
  const claim = { report, input: withSafeFlowIds(input, scrub), folder, canaries };
  const verification = await verify(claim, () => {
    flows += 1;
    if (flows % FLOWS_PER_WORD === 0) console.progress(`verifying: ${counted(flows, 'flow')}`);
  });
  if (console.json) console.print(verificationJson(verification, scrub));
  else if (!console.quiet) console.print(verificationText(report, verification, scrub));
  console.close(`report: ${file}`);
  return verification.isWhole ? 0 : 1;
};
