import { bytesWords, type Report } from '#model/report';
import { lasted, number, percent } from '../amounts.ts';
import { cut, inert } from '../inert.ts';
import { countOf } from '../some-rows.ts';
import { brandedName } from '../words.ts';
import { Or, Term } from './elements.tsx';
import type { View } from './view.ts';

const SIGNS: Readonly<Record<Report['verdict'], readonly [sign: string, word: string, meaning: string]>> = {
  leaks: ['✕', 'Leaks', 'Personal data left the handset in a way that the policy forbids.'],
  blind: [
    '?',
    'Blind',
    'Too much of what left the handset was not read: no statement about its content is made.',
  ],
  clean: ['✓', 'Clean', 'Nothing outside the policy was detected in what could be read.'],
};

const Facts = ({ report }: { readonly report: Report }) => {
  const { handset, firmware, scenario, startedAt, minutes, id } = report.session;
  const name = [
    brandedName(handset.brand, handset.marketingName ?? handset.model),
    handset.codename && `(${handset.codename})`,
  ];
  const android = [
    handset.androidVersion && `Android ${handset.androidVersion}`,
    handset.apiLevel === undefined ? undefined : `API ${String(handset.apiLevel)}`,
    handset.region && `region ${handset.region}`,
    handset.rooted === undefined ? undefined : handset.rooted ? 'rooted' : 'not rooted',
  ];
  return (
    <dl class="facts">
      <Term term="Handset">
        <Or value={name.filter(Boolean).join(' ')} none="not stated" />
      </Term>
      <Term term="System">
        <Or value={android.filter(Boolean).join(', ')} none="not stated" />
      </Term>
      <Term term="Firmware">
        <Or value={firmware === null ? null : cut(firmware, 200)} none="not stated" />
      </Term>
      <Term term="Scenario">
        <Or value={scenario === null ? null : cut(scenario, 200)} none="none: an import" />
      </Term>
      <Term term="Started">
        <Or value={startedAt} none="not stated" />
      </Term>
      <Term term="Lasted">{lasted(minutes)}</Term>
      <Term term="Session">{cut(id, 200)}</Term>
      <Term term="Policy">{cut(report.method.policy, 200)}</Term>
    </dl>
  );
};

const Figure = (props: {
  readonly href: string;
  readonly value: string;
  readonly label: string;
  readonly class: string;
}) => (
  <li class={props.class}>
    <a href={props.href}>
      <strong>{props.value}</strong> <span>{props.label}</span>
    </a>
  </li>
);

const Figures = ({ view }: { readonly view: View }) => {
  const { findings, blindSpots, recipients, coverage } = view.report;
  const forbidden = countOf(findings, ({ policy }) => policy.forbidden);

  return (
    <ul class="figures">
      <Figure
        href="#findings"
        value={number(forbidden)}
        label={`${forbidden === 1 ? 'finding' : 'findings'} outside the policy`}
        class={forbidden > 0 ? 'no' : ''}
      />
      <Figure
        href="#blind-spots"
        value={number(blindSpots.length)}
        label={`${blindSpots.length === 1 ? 'blind spot' : 'blind spots'}: left, not read`}
        class={blindSpots.length > 0 ? 'unread' : ''}
      />
      <Figure
        href="#findings"
        value={number(findings.length - forbidden)}
        label={`${findings.length - forbidden === 1 ? 'finding' : 'findings'} allowed`}
        class={findings.length > forbidden ? 'yes' : ''}
      />
      <Figure
        href="#recipients"
        value={number(recipients.length)}
        label={recipients.length === 1 ? 'recipient' : 'recipients'}
        class=""
      />
      <Figure
        href="#coverage"
        value={percent(coverage.readShare)}
        label={`of ${bytesWords(coverage)} read`}
        class=""
      />
    </ul>
  );
};

/** A verdict that names many kinds of data is set smaller, so that a phone shows what stands below it. */
const LONG_CHARACTERS = 240;

// A number and its sign of per cent stay on one line.
const unbroken = (text: string): string => text.replaceAll(' %', '\u00a0%');

/** The notice, the verdict with its scope and reasons, what was audited, and five figures. */
export const Verdict = ({ view }: { readonly view: View }) => {
  const { report, notice } = view;
  const [sign, word, meaning] = SIGNS[report.verdict];
  return (
    <header class="masthead">
      {notice === null ? null : <p class="notice">{notice}</p>}
      <p class="kicker">phonehome · what this handset sent home, to whom, and whether its owner had agreed</p>
      <div class={`verdict ${report.verdict}`}>
        <h1 class={report.verdictText.length > LONG_CHARACTERS ? 'long' : undefined}>
          <span class="verdict-word">
            <span aria-hidden="true">{sign}</span> {word}:
          </span>{' '}
          {unbroken(cut(report.verdictText, view.caps.text))}
        </h1>
        <p>{meaning}</p>
        {report.reasons.length === 0 ? null : (
          <ul class="reasons">
            {report.reasons.map((reason) => (
              <li key={reason}>{cut(reason, view.caps.text)}</li>
            ))}
          </ul>
        )}
      </div>
      <Figures view={view} />
      <Facts report={report} />
    </header>
  );
};

/** Gives the title of the page: the notice first, then the verdict and what was audited. */
export const titleOf = ({ report, notice }: View): string =>
  inert(
    `${notice === null ? '' : `${notice} `}phonehome report: ${SIGNS[report.verdict][1]}, ${report.session.id}`,
  );
