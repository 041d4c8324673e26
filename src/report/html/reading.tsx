import { LEVELS } from '#model/finding';
import { LEVEL_WORDS } from '../words.ts';
import { Section, Term } from './elements.tsx';

const LIMITS = [
  'It shows what this handset with this firmware sent during this session. Another session, region or firmware may send something else.',
  'Not detected always means: not detected in the share of outbound bytes that could be read. It may be called absent only where the positive control passed in the same run.',
  'Intercepting changes what is observed: a proxy and a certificate were added, QUIC may be blocked, and apps that refuse the certificate may behave otherwise than in daily use.',
  'Who owns a host is as good as the source named beside it. A host operator, a cloud for instance, is not the owner.',
  'The country is that of an address, as a database gives it. It is not the place where data is processed.',
  'A request shows that data left. It does not show what the recipient did with it.',
  'Consent is the state of the toggles and notices as the session recorded it; “read back” means that the handset confirmed it.',
  'The evaluation is that of the named policy. It is a technical statement and no legal assessment.',
] as const;

const WORDS: readonly (readonly [word: string, meaning: string])[] = [
  [
    'known value (canary)',
    'a value that was known to be on the handset, read from it or planted for this session',
  ],
  ['spelling', 'the form in which a value was seen: plain, digits only, hashed, cut'],
  ['route', 'the steps from the request to the value, each of which can be repeated by hand'],
  ['recipient', 'one host that the handset talked to'],
  ['party', 'what a recipient is to the owner of this handset'],
  ['blind spot', 'something that left the handset and could not be read'],
  [
    'purpose',
    'the toggle or notice whose consent covers a transmission; none means that no opt-in covers it',
  ],
  ['before-choice · declined · accepted · withdrawn', 'the four states of a consent'],
];

/** How to read the levels, what the report cannot show, and its words. */
export const Reading = () => (
  <Section id="reading" title="How to read this report">
    <h3>Levels of certainty</h3>
    <dl class="statements">
      {LEVELS.map((level) => (
        <Term key={level} term={`Level ${level}`}>
          {LEVEL_WORDS[level]}
        </Term>
      ))}
      <Term term="No level">
        a connection whose content was not read is a blind spot: neither a finding nor clean
      </Term>
    </dl>
    <h3>What it does not show</h3>
    <ul>
      {LIMITS.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
    <h3>Words</h3>
    <dl class="statements">
      {WORDS.map(([word, meaning]) => (
        <Term key={word} term={word}>
          {meaning}
        </Term>
      ))}
    </dl>
  </Section>
);
