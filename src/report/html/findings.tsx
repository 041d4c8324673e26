import { CLASS_WORDS } from '#model/data-class';
import { counted, number } from '../amounts.ts';
import type { FindingGroup } from '../groups.ts';
import { cut } from '../inert.ts';
import { routeText } from '../route-text.ts';
import { consentWords } from '../words.ts';
import { LeftOut, LevelBadge, Section, Status, Table } from './elements.tsx';
import { FindingCard } from './finding-card.tsx';
import { hostOf, type View } from './view.ts';

const GroupRow = ({ view, group }: { readonly view: View; readonly group: FindingGroup }) => {
  const { lead, forbidden, findings } = group;
  return (
    <tr>
      <td>
        <Status forbidden={forbidden} />
      </td>
      <td>{CLASS_WORDS[lead.class]}</td>
      <td class="host">{hostOf(view, lead.recipientId)}</td>
      <td>
        <LevelBadge level={lead.level} />
      </td>
      <td>{number(findings.length)}</td>
      <td>{consentWords(lead.consent.purpose, lead.consent.atSend)}</td>
      <td>
        <code>{cut(routeText(lead.route), 160)}</code>
      </td>
    </tr>
  );
};

const FurtherGroups = ({
  view,
  groups,
}: {
  readonly view: View;
  readonly groups: readonly FindingGroup[];
}) => {
  const shown = groups.slice(0, view.caps.groupRows);
  if (groups.length === 0) return null;
  return (
    <details>
      <summary>{counted(groups.length, 'further group')}, one line each</summary>
      <Table
        label="Further groups of findings"
        heads={['Policy', 'Class', 'Recipient', 'Level', 'Seen', 'Consent when sent', 'Route']}
      >
        {shown.map((group) => (
          <GroupRow key={group.group} view={view} group={group} />
        ))}
      </Table>
      <LeftOut shown={shown.length} total={groups.length} what="further groups" />
    </details>
  );
};

const Part = (props: {
  readonly view: View;
  readonly title: string;
  readonly none: string;
  readonly cards: readonly FindingGroup[];
  readonly groups: readonly FindingGroup[];
}) => {
  const total = props.groups.reduce((sum, { findings }) => sum + findings.length, 0);
  return (
    <>
      <h3>{props.title}</h3>
      <p class={total === 0 ? 'empty' : 'soft'}>
        {total === 0
          ? props.none
          : `${counted(total, 'finding')} in ${counted(props.groups.length, 'group')}; a group is the same value class in the same field of the same request form, under the same consent.`}
      </p>
      {props.cards.map((group) => (
        <FindingCard key={group.group} view={props.view} group={group} />
      ))}
    </>
  );
};

/** The findings by group, those that the policy forbids first; whole cards for the weightiest, lines for the rest. */
export const Findings = ({ view }: { readonly view: View }) => {
  const { groups, caps } = view;
  const cards = groups.slice(0, caps.cards);
  const part = (forbidden: boolean) => ({
    groups: groups.filter((group) => group.forbidden === forbidden),
    cards: cards.filter((group) => group.forbidden === forbidden),
  });
  return (
    <Section
      id="findings"
      title="Findings"
      note="Each finding makes four separate statements: what was observed, what it contains, to whom it is attributed, and how the named policy evaluates it against the consent of that moment."
    >
      <Part view={view} title="Outside the policy" none="None in what could be read." {...part(true)} />
      <Part view={view} title="Allowed by the policy" none="None in what could be read." {...part(false)} />
      <FurtherGroups view={view} groups={groups.slice(caps.cards)} />
    </Section>
  );
};
