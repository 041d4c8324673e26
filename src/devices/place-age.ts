const MAX_MONTHS = 12;
const MONTH_MS = (365.25 / 12) * 86_400_000;

/**
 * A sentence for the report where more than twelve months lie between the place database (ISO day) and the capture
 * (ISO date and time); else null, also where the capture is undated.
 */
export const placeAgeWarning = (databaseDate: string, capturedAt: string | null): string | null => {
  if (capturedAt === null) return null;
  const months = (Date.parse(capturedAt) - Date.parse(databaseDate)) / MONTH_MS;
  if (!(Math.abs(months) > MAX_MONTHS)) return null;
  const side = months > 0 ? 'older' : 'younger';
  return `The place database of ${databaseDate} is ${Math.abs(months).toFixed(0)} months ${side} than the capture: addresses may have moved. Name another with --geo.`;
};
