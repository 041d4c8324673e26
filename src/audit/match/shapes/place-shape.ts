import { degreesFrom, type Degrees, MIN_DECIMALS } from '../algebra/location.ts';

const value = ({ isNegative, whole, decimals }: Degrees): number =>
  Number(`${isNegative ? '-' : ''}${whole}.${decimals || '0'}`);

const isOn = (degrees: Degrees | null, limit: number): boolean =>
  degrees !== null &&
  degrees.decimals.length >= MIN_DECIMALS &&
  Math.abs(value(degrees)) <= limit &&
  Math.abs(value(degrees)) > 0.001;

/** Whether a text is a latitude (axis 0) or longitude (axis 1) with three decimals or more, and not zero. */
export const isCoordinate = (text: string, axis: 0 | 1): boolean =>
  isOn(degreesFrom(text), axis === 0 ? 90 : 180);

/** Whether a text is a pair of coordinates, latitude first or longitude first. */
export const isCoordinatePair = (text: string): boolean => {
  const parts = text.trim().split(/\s*[,;|]\s*|\s+/);
  const [first = '', second = ''] = parts;
  if (parts.length !== 2) return false;
  return (
    (isCoordinate(first, 0) && isCoordinate(second, 1)) || (isCoordinate(first, 1) && isCoordinate(second, 0))
  );
};
