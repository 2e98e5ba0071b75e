#!/usr/bin/env -S node --disable-warning=ExperimentalWarning
const OLDEST = 24;

if (Number.parseInt(process.versions.node, 10) < OLDEST) {
  console.error(`truenorth: Node ${OLDEST} or newer is needed; this is ${process.versions.node}.`);
  process.exitCode = 2;
} else {
  // Not before: an older Node lacks what the rest is built on, and would say so in its own words.
  const { loadEnvironment } = await import('./commands/environment.ts');
  const { runCommand } = await import('./commands/run.ts');
  process.exitCode = await runCommand(process.argv.slice(2), loadEnvironment(process.env));
}
