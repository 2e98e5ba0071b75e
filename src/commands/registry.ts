import type { Command } from './command.ts';
import { config } from './config.ts';
import { doctor } from './doctor.ts';
import { sandbox, start } from './start.ts';
import { sync } from './sync.ts';

/** All commands, as the help lists them. */
export const commands: readonly Command[] = [start, sandbox, doctor, config, sync];
