import { CLASS_WORDS } from '#model/data-class';
import type { Finding } from '#model/finding';
import { bytes, clock, number } from '../amounts.ts';
import type { FindingGroup } from '../groups.ts';
import { cut } from '../inert.ts';
import { routeText } from '../route-text.ts';
import { consentWords, LEVEL_WORDS, PARTY_WORDS, ruleWords, stepWords } from '../words.ts';
import { capital, Cleartext, LevelBadge, Or, Status, Term } from './elements.tsx';
import { Occurrences, ProofDetails } from './proof.tsx';
import { hostOf, type View } from './view.ts';

type Props = { readonly view: View; readonly finding: Finding };

const Observation = ({ view, finding }: Props) => {
  const flow = view.flows.get(finding.flowId);
  const step = finding.step.atSend;
  return (
    <Term term="Observation">
      At {clock(finding.atMs)}
      {step === null ? null : <>, during step {step}</>}, a request
      {flow === undefined ? null : <> of {bytes(flow.bytesOut)}</>} left the handset for{' '}
      <strong class="host">{hostOf(view, finding.recipientId)}</strong>{' '}
      {finding.transport === 'http' ? (
        <>
          over plain HTTP: <Cleartext />, readable by everyone on its way.
        </>
      ) : (
        <>over HTTPS.</>
      )}
      {flow === undefined ? null : (
        <code class="block">
          {flow.method} {cut(flow.urlMasked, view.caps.text)}
        </code>
      )}
    </Term>
  );
};

const Identification = ({ view, finding }: Props) => (
  <Term term="Identification">
    Found in it: <strong>{CLASS_WORDS[finding.class]}</strong>{' '}
    <code class="value">{cut(finding.masked, 200)}</code>
    {finding.canaryId === null ? (
      <>, recognised by field or shape; the value was not known beforehand</>
    ) : (
      <>
        , the known value <code>{finding.canaryId}</code>
      </>
    )}
    , spelled <code>{cut(finding.spelling, 200)}</code>. Level <LevelBadge level={finding.level} />:{' '}
    {LEVEL_WORDS[finding.level]}.
    <code class="block route">{cut(routeText(finding.route), view.caps.text)}</code>
  </Term>
);

const Attribution = ({ view, finding }: Props) => {
  const recipient = view.recipients.get(finding.recipientId);
  const app = view.flows.get(finding.flowId)?.app ?? null;
  if (recipient === undefined) return <Term term="Attribution">The report lists no such recipient.</Term>;
  return (
    <Term term="Attribution">
      {recipient.registrableDomain} belongs to <strong>{recipient.owner}</strong>,{' '}
      {PARTY_WORDS[recipient.party]} (source: {cut(recipient.source, view.caps.text)}). Machines run by{' '}
      <Or value={recipient.hostOperator} none="an operator not known" />; seat of the owner:{' '}
      <Or value={recipient.seat} none="not known" />; address in{' '}
      <Or value={recipient.country} none="a place not known" />
      {recipient.placeSource === null ? null : <> ({recipient.placeSource})</>}. Sending app:{' '}
      <Or value={app} none="not seen" />.
    </Term>
  );
};

const Evaluation = ({ finding }: Props) => {
  const { consent, step, policy } = finding;
  const rule = ruleWords(policy.rule);
  return (
    <Term term="Evaluation">
      Consent when it left: <strong>{consentWords(consent.purpose, consent.atSend)}</strong>
      {consent.atSend === null
        ? null
        : consent.readBack
          ? ' (read back from the handset)'
          : ' (not read back)'}
      .
      {consent.atEntry === null ? (
        <> No step entered the value.</>
      ) : (
        <>
          {' '}
          When the value was entered, in step {stepWords(step.ofCanary, 'not known')}:{' '}
          <strong>{consent.atEntry}</strong>.
        </>
      )}{' '}
      Policy rule <code>{cut(rule.id, 200)}</code>:{' '}
      <strong>{policy.forbidden ? 'forbidden' : 'allowed'}</strong>
      {rule.because === null ? null : <>, because: {cut(rule.because, 1000)}</>}
    </Term>
  );
};

/** One group of findings as four separate statements, with its proof and its further occurrences. */
export const FindingCard = ({ view, group }: { readonly view: View; readonly group: FindingGroup }) => {
  const { lead, forbidden, findings } = group;
  const props = { view, finding: lead };
  return (
    <article class={forbidden ? 'card no' : 'card yes'}>
      <h4>
        {capital(CLASS_WORDS[lead.class])} → <span class="host">{hostOf(view, lead.recipientId)}</span>
      </h4>
      <p class="tags">
        <Status forbidden={forbidden} />
        <span>
          level <LevelBadge level={lead.level} />
        </span>
        <span>{consentWords(lead.consent.purpose, lead.consent.atSend)}</span>
        {lead.transport === 'http' ? <Cleartext /> : null}
        {findings.length > 1 ? <span>seen {number(findings.length)} times</span> : null}
      </p>
      <dl class="statements">
        <Observation {...props} />
        <Identification {...props} />
        <Attribution {...props} />
        <Evaluation {...props} />
      </dl>
      <ProofDetails {...props} />
      <Occurrences view={view} group={group} />
    </article>
  );
};
