import { CLASS_WORDS, DATA_CLASSES, type DataClass } from '#model/data-class';
import { bytesWords, type Report } from '#model/report';
import { percent } from './amounts.ts';

const isClass = (name: string): name is DataClass => DATA_CLASSES.some((each) => each === name);

const nameOf = (name: string): string => (isClass(name) ? CLASS_WORDS[name] : name);

/** Gives what may be said of the known values that were searched for and not seen: at most two sentences. */
export const sought = (report: Report): readonly string[] => {
  const seen = new Set<string>(report.summary.map((cell) => cell.class));
  const unseen = Object.keys(report.method.canaries).filter((name) => !seen.has(name));
  if (unseen.length === 0) return [];
  const names = unseen.slice(0, DATA_CLASSES.length).sort().map(nameOf).join(', ');
  const { coverage } = report;
  const scope = `not detected in ${percent(coverage.readShare)} of ${bytesWords(coverage)} that could be read`;
  return [
    `Searched for and ${scope}: ${names}.`,
    ...(report.controls.positive.passed === true
      ? []
      : ['The positive control has not passed in this run: this is no proof of absence.']),
  ];
};
