import type { Command } from 'commander';
import { type Console, type ConsoleOptions, openConsole } from './console.ts';

/** What one run of the program leaves: its exit code, and the console that it spoke through. */
export type Session = { code: number; console: Console | null };

/** A command with the options that all share. */
export const addCommand = (program: Command, name: string): Command =>
  program
    .command(name)
    .option('--json', 'print the result as JSON on stdout')
    .option('--quiet', 'no progress, no summary')
    .option('--no-color', 'no colour')
    .showHelpAfterError(`  phonehome ${name} --help names what it takes`)
    .exitOverride();

/** The console of a command, kept for what is said after a failure. */
export const openIn = (session: Session, options: ConsoleOptions): Console => {
  session.console = openConsole(options, process.stdout, process.stderr);
  return session.console;
};

/** The words of `--format`. */
export const FORMATS = 'json, html, sarif, junit, csv, text (default: all)';
