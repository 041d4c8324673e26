import { type Report, SIMULATED_NOTICE } from '#model/report';

/** Gives the line that must stand first, or null for a real handset; a simulated session always has one. */
export const noticeOf = (report: Report): string | null =>
  report.notice ?? (report.session.simulated ? SIMULATED_NOTICE : null);
