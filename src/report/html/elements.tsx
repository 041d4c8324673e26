import type { ComponentChildren } from 'preact';
import type { Level } from '#model/finding';
import { number } from '../amounts.ts';
import { LEVEL_WORDS } from '../words.ts';

type Children = { readonly children: ComponentChildren };

/** A section of the page with its heading. */
export const Section = (
  props: Children & { readonly id: string; readonly title: string; readonly note?: string },
) => (
  <section id={props.id} aria-labelledby={`${props.id}-title`}>
    <h2 id={`${props.id}-title`}>{props.title}</h2>
    {props.note === undefined ? null : <p class="lead">{props.note}</p>}
    {props.children}
  </section>
);

/** A table that scrolls inside its own box, also by keyboard. */
export const Table = (
  props: Children & { readonly label: string; readonly heads: readonly string[]; readonly class?: string },
) => (
  <div class="scroll" tabIndex={0} role="group" aria-label={props.label}>
    <table class={props.class ?? ''}>
      <thead>
        <tr>
          {props.heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{props.children}</tbody>
    </table>
  </div>
);

/** Whether the policy forbids: sign, words and colour, none of them alone. */
export const Status = ({ forbidden }: { readonly forbidden: boolean }) => (
  <span class={forbidden ? 'status no' : 'status yes'}>
    <span aria-hidden="true">{forbidden ? '✕' : '✓'}</span> {forbidden ? 'outside policy' : 'allowed'}
  </span>
);

/** The letter of a level, with its meaning on hover; the section on reading explains all. */
export const LevelBadge = ({ level }: { readonly level: Level }) => (
  <abbr class="level" title={`Level ${level}: ${LEVEL_WORDS[level]}`}>
    {level}
  </abbr>
);

/** Gives a text with a capital first letter, for headings. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The mark of a transmission that anyone on its way could read. */
export const Cleartext = () => <span class="clear-text">⚠ clear text</span>;

/** A value, or a dash with words for those who hear it. */
export const Or = ({ value, none }: { readonly value: string | null | undefined; readonly none: string }) =>
  value === null || value === undefined || value === '' ? <span class="soft">{none}</span> : <>{value}</>;

/** Says how much of a list the page leaves out, and where it stands. */
export const LeftOut = (props: { readonly shown: number; readonly total: number; readonly what: string }) =>
  props.shown >= props.total ? null : (
    <p class="left-out">
      {number(props.shown)} of {number(props.total)} {props.what} are shown here. All of them stand in{' '}
      <code>report.json</code>.
    </p>
  );

/** A term and what it means or holds. */
export const Term = ({ term, children }: Children & { readonly term: string }) => (
  <div>
    <dt>{term}</dt>
    <dd>{children}</dd>
  </div>
);
