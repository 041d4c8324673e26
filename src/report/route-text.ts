import type { Route } from '#model/route';

/** Gives a route as people read it: `body › gzip › json $.d › base64 › json $.i`. */
export const routeText = (route: Route): string =>
  route.map(({ step, path }) => (path === undefined ? step : `${step} ${path}`)).join(' › ');
