import type { CommandTable } from './command.ts';
import { ACTIVITY_COMMANDS } from './commands/activity.ts';
import { CMD_COMMANDS } from './commands/cmd.ts';
import { CONTENT_COMMANDS } from './commands/content.ts';
import { DUMPSYS_COMMANDS } from './commands/dumpsys.ts';
import { FILE_COMMANDS } from './commands/files.ts';
import { INPUT_COMMANDS } from './commands/input.ts';
import { MOUNT_COMMANDS } from './commands/mounts.ts';
import { PACKAGE_COMMANDS } from './commands/packages.ts';
import { SCREEN_COMMANDS } from './commands/screen.ts';
import { SERVICE_COMMANDS } from './commands/service.ts';
import { SETTINGS_COMMANDS } from './commands/settings.ts';
import { SYSTEM_COMMANDS } from './commands/system.ts';
import { TEST_COMMANDS } from './commands/test.ts';
import { TEXT_COMMANDS } from './commands/text.ts';

/** Every command that the handset's shell knows, by name. */
export const COMMAND_TABLE: CommandTable = {
  ...TEXT_COMMANDS,
  ...FILE_COMMANDS,
  ...MOUNT_COMMANDS,
  ...TEST_COMMANDS,
  ...SYSTEM_COMMANDS,
  ...SETTINGS_COMMANDS,
  ...PACKAGE_COMMANDS,
  ...ACTIVITY_COMMANDS,
  ...DUMPSYS_COMMANDS,
  ...CONTENT_COMMANDS,
  ...SERVICE_COMMANDS,
  ...INPUT_COMMANDS,
  ...SCREEN_COMMANDS,
  ...CMD_COMMANDS,
};
