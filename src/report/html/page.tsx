import { BlindSpots } from './blind-spots.tsx';
import { Coverage } from './coverage.tsx';
import { Findings } from './findings.tsx';
import { Flows } from './flows.tsx';
import { Matrix } from './matrix.tsx';
import { Method } from './method.tsx';
import { Reading } from './reading.tsx';
import { Recipients } from './recipients.tsx';
import { Timeline } from './timeline.tsx';
import { titleOf, Verdict } from './verdict.tsx';
import type { View } from './view.ts';

const CONTENTS = [
  ['received', 'Who received what'],
  ['timeline', 'Timeline'],
  ['findings', 'Findings'],
  ['blind-spots', 'Blind spots'],
  ['recipients', 'All recipients'],
  ['coverage', 'Coverage'],
  ['flows', 'Requests'],
  ['method', 'Method and versions'],
  ['reading', 'How to read this report'],
] as const;

const Contents = () => (
  <nav aria-label="Contents">
    <ol>
      {CONTENTS.map(([id, title]) => (
        <li key={id}>
          <a href={`#${id}`}>{title}</a>
        </li>
      ))}
    </ol>
  </nav>
);

const Head = ({
  title,
  style,
  policy,
}: {
  readonly title: string;
  readonly style: string;
  readonly policy: string;
}) => (
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content={policy} />
    <meta name="referrer" content="no-referrer" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>{title}</title>
    <style dangerouslySetInnerHTML={{ __html: style }} />
  </head>
);

/** The whole page: one document without script, its only style sheet named by hash in the content policy. */
export const Page = (props: { readonly view: View; readonly style: string; readonly policy: string }) => {
  const { view } = props;
  return (
    <html lang="en">
      <Head title={titleOf(view)} style={props.style} policy={props.policy} />
      <body>
        <Verdict view={view} />
        <div class="frame">
          <Contents />
          <main>
            <Matrix view={view} />
            <Timeline view={view} />
            <Findings view={view} />
            <BlindSpots view={view} />
            <Recipients view={view} />
            <Coverage view={view} />
            <Flows view={view} />
            <Method view={view} />
            <Reading />
          </main>
        </div>
        <footer>
          {view.notice === null ? null : <p class="notice">{view.notice}</p>}
          <p>
            Made by {view.report.tool.name} {view.report.tool.version} from <code>report.json</code> beside
            this page, which holds everything that stands here and what was left out. This page loads nothing
            and runs no script.
          </p>
        </footer>
      </body>
    </html>
  );
};
