#!/usr/bin/env -S node --disable-warning=ExperimentalWarning
// Plain JavaScript: an older Node lacks what the rest is built on, and would say so in its own words.
import { existsSync } from 'node:fs';

const OLDEST = 24;

if (Number.parseInt(process.versions.node, 10) < OLDEST) {
  console.error(`truenorth: Node ${OLDEST} or newer is needed; this is ${process.versions.node}.`);
  process.exitCode = 2;
} else {
  // A clone has the sources, a package what they are compiled to.
  const sources = new URL('../src/cli.ts', import.meta.url);
  await import(existsSync(sources) ? sources.href : '../dist/cli.js');
}
