import { backtest } from './backtest.ts';
import { check } from './check.ts';
import type { Command } from './command.ts';
import { config } from './config.ts';
import { digest } from './digest.ts';
import { doctor } from './doctor.ts';
import { queue } from './queue.ts';
import { restored } from './restored.ts';
import { setup } from './setup.ts';
import { sandbox, start } from './start.ts';
import { sync } from './sync.ts';

/** All commands, as the help lists them. Each loads what it runs on once it runs: a help text should not wait for it. */
export const commands: readonly Command[] = [
  ...[start, sandbox, setup],
  ...[check, backtest, digest, config],
  ...[doctor, queue, sync, restored],
];
