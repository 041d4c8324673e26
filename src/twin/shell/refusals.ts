import type { CommandContext } from './command.ts';

/**
 * Tells a refusal as the Android version words it and gives the exit code: up to 10 with `Security exception:` and
 * the exception again, from 11 with `Exception occurred while executing`.
 * Sources: Genymobile/gnirehtet#264, songhanghang/auto_set_proxy#1, zacharee/nobar-issues#135.
 */
export const refuse = ({ complain, machine }: CommandContext, verb: string, reason: string): number => {
  const { apiLevel } = machine.handset.profile;
  const exception = `java.lang.SecurityException: ${reason}`;
  if (apiLevel >= 30) complain(`Exception occurred while executing '${verb}':\n${exception}\n`);
  else complain(`Security exception: ${reason}\n\n${exception}\n`);
  for (const frame of framesOf(apiLevel)) complain(`\tat ${frame}\n`);
  return 255;
};

const framesOf = (apiLevel: number): readonly string[] => [
  ...(apiLevel >= 33
    ? ['com.android.modules.utils.BasicShellCommandHandler.exec(BasicShellCommandHandler.java:97)']
    : []),
  apiLevel >= 30
    ? 'android.os.ShellCommand.exec(ShellCommand.java:38)'
    : 'android.os.ShellCommand.exec(ShellCommand.java:104)',
  apiLevel >= 30
    ? 'android.os.Binder.shellCommand(Binder.java:1053)'
    : 'android.os.Binder.shellCommand(Binder.java:881)',
];

/** Whether "USB debugging (Security settings)" lets the shell act; root always may. */
export const mayAct = ({ machine, user }: CommandContext): boolean =>
  user === 0 || !machine.handset.traps.securitySettingsOff;
