/** Where an Appium listens. */
export type AppiumAddress = { readonly host: string; readonly port: number };

const STATUS_MS = 3000;

/** The address as its operator names it. */
export const addressText = ({ host, port }: AppiumAddress): string => `http://${host}:${String(port)}`;

/** Whether an Appium still answers, whatever it says. Never throws. */
export const appiumAnswers = (appium: AppiumAddress): Promise<boolean> =>
  fetch(`${addressText(appium)}/status`, { signal: AbortSignal.timeout(STATUS_MS) }).then(
    () => true,
    () => false,
  );
