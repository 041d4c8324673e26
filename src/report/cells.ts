import type { SummaryRow } from '#model/report';

/** A recipient and its cells of *who received what*. */
export type RecipientCells = readonly [recipientId: string, cells: readonly SummaryRow[]];

const total = (cells: readonly SummaryRow[], key: 'forbidden' | 'findings'): number =>
  cells.reduce((sum, cell) => sum + cell[key], 0);

/** Gives the cells by recipient, the one first that received most of what is forbidden; so do the cells of each. */
export const cellsByRecipient = (summary: readonly SummaryRow[]): readonly RecipientCells[] => {
  const rows = new Map<string, SummaryRow[]>();
  for (const cell of [...summary].sort((a, b) => b.forbidden - a.forbidden || b.findings - a.findings)) {
    const sofar = rows.get(cell.recipientId);
    if (sofar === undefined) rows.set(cell.recipientId, [cell]);
    else sofar.push(cell);
  }
  return [...rows].sort(
    ([, a], [, b]) =>
      total(b, 'forbidden') - total(a, 'forbidden') || total(b, 'findings') - total(a, 'findings'),
  );
};
