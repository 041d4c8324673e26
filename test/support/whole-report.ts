import type { Report, SavedReport } from '#model/report';

/** A report with its lists in memory, to be looked into. */
export const wholeReport = (report: Report): SavedReport => ({
  ...report,
  flows: [...report.flows],
  findings: [...report.findings],
  blindSpots: [...report.blindSpots],
});
