import { CLASS_WORDS } from '#model/data-class';
import type { Policy } from '#model/policy';
import { bytesWords, type Coverage, type SummaryRow } from '#model/report';

/** Rules that are named in the reasons of a verdict; a policy may have a thousand. */
const RULES_NAMED = 10;

/** Ends the sentence of a verdict that rests on shapes alone. */
export const SHAPES_ONLY = 'No known values were given: only shapes were searched.';

/** The same among the reasons, with what it means and what to do. */
export const NO_KNOWN_VALUES =
  'no known values were given: only shapes were searched, and what has no telling name or shape was not seen (name them with --canaries FILE)';

/** With one decimal; only nothing is 0 % and only all is 100 %. */
export const percent = (share: number): string => {
  if (share <= 0 || share >= 1) return share <= 0 ? '0 %' : '100 %';
  return `${Math.min(99.9, Math.max(0.1, share * 100)).toFixed(1)} %`;
};

/** A count and its noun. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${String(count)} ${count === 1 ? one : many}`;

/** In how much of what left, for how long, and how many findings the policy allows. */
export const scopeText = (coverage: Coverage, minutes: number, allowed: number): string => {
  const during = minutes < 1 ? 'less than a minute' : plural(Math.round(minutes), 'minute');
  const within = allowed === 0 ? '' : `; ${plural(allowed, 'finding')} within the policy`;
  return `in ${percent(coverage.readShare)} of ${bytesWords(coverage)} during ${during}${within}`;
};

/** The sum of a column of the summary. */
export const sumOf = (summary: readonly SummaryRow[], key: 'findings' | 'forbidden'): number =>
  summary.reduce((sum, row) => sum + row[key], 0);

/** How many findings are forbidden, of what, and to how many. */
export const leaksText = (summary: readonly SummaryRow[]): string => {
  const leaks = summary.filter(({ forbidden }) => forbidden > 0);
  const classes = [...new Set(leaks.map((row) => row.class))].sort();
  const recipients = new Set(leaks.map(({ recipientId }) => recipientId)).size;
  const words = classes.map((name) => CLASS_WORDS[name]).join(', ');
  return `${plural(sumOf(summary, 'forbidden'), 'finding')} outside the policy (${words}) to ${plural(recipients, 'recipient')}`;
};

/** A sentence for each rule that forbids something found, the most frequent first. */
export const ruleReasons = (counts: ReadonlyMap<string, number>): readonly string[] => {
  const rules = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const more = rules.length - RULES_NAMED;
  return [
    ...rules.slice(0, RULES_NAMED).map(([rule, count]) => `${plural(count, 'finding')} by the rule ${rule}`),
    ...(more > 0 ? [`and by ${plural(more, 'more rule')}`] : []),
  ];
};

/** What makes a verdict clean beside that nothing forbidden was found. */
export const enoughText = (coverage: Coverage, { limits }: Policy): string => {
  const { total, unread } = coverage.connections;
  const bytes = `${percent(1 - coverage.readShare)} of ${bytesWords(coverage)}`;
  const both = `${percent(limits.unreadBytesShare)} and ${percent(limits.unreadConnectionsShare)}`;
  return `enough could be read: ${bytes} and ${String(unread)} of ${plural(total, 'connection')} could not (limits ${both})`;
};
