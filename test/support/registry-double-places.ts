import { KM_PER_MILE, kilometres } from './registry-double-values.ts';

export interface Circle {
  readonly lat: number;
  readonly lon: number;
  readonly km: number;
}

const DISTANCE = /^(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?),(\d+(?:\.\d+)?)(km|mi)?$/;

/** Reads `lat,lon,50mi`; miles where no unit is given. */
export const circleOf = (text: string): Circle | null => {
  const [, lat, lon, radius, unit] = DISTANCE.exec(text) ?? [];
  return radius
    ? { lat: Number(lat), lon: Number(lon), km: Number(radius) * (unit === 'km' ? 1 : KM_PER_MILE) }
    : null;
};

const isPoint = (value: unknown): value is { lat: number; lon: number } =>
  typeof value === 'object' && value !== null && 'lat' in value && 'lon' in value;

export const isWithin = (points: readonly unknown[], circle: Circle): boolean =>
  points.some(point => isPoint(point) && kilometres(point, circle) <= circle.km);
