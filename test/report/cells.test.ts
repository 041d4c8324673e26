import { describe, expect, it } from 'vitest';
import { cellsByRecipient } from '../../src/report/cells.ts';
import { makeSummaryRow } from '../support/make-report.ts';

describe('cellsByRecipient', () => {
  it('puts first who received most of what is forbidden, and so the cells of each', () => {
    const rows = cellsByRecipient([
      makeSummaryRow({ recipientId: 'none', forbidden: 0, findings: 9 }),
      makeSummaryRow({ recipientId: 'two', forbidden: 2, findings: 2 }),
      makeSummaryRow({ recipientId: 'three', class: 'gaid', forbidden: 1 }),
      makeSummaryRow({ recipientId: 'three', class: 'mac', forbidden: 2, findings: 2 }),
    ]);
    expect(rows.map(([id, cells]) => [id, cells.map((cell) => cell.class)])).toEqual([
      ['three', ['mac', 'gaid']],
      ['two', ['imei']],
      ['none', ['imei']],
    ]);
  });

  it('keeps every cell', () => {
    expect(cellsByRecipient([])).toEqual([]);
    const summary = [makeSummaryRow(), makeSummaryRow({ atSend: 'accepted' })];
    expect(cellsByRecipient(summary).flatMap(([, cells]) => cells)).toHaveLength(2);
  });
});
