import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The browser of this test run, and the environment that it needs. */
    chromium: Chromium | undefined;
  }
}

export interface Chromium {
  executablePath: string;
  env: Record<string, string>;
}

/** Where Debian, Ubuntu, Fedora and macOS have it. */
const PLACES = [
  process.env.CHROMIUM ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Looked for once, before the tests. */
export default async function provideChromium(project: TestProject): Promise<void> {
  project.provide('chromium', await findChromium());
}

/** The machine's own browser; on a Linux without one, the one that comes with the development packages. */
export async function findChromium(): Promise<Chromium | undefined> {
  const own = PLACES.find((place) => existsSync(place));
  if (own !== undefined) return { executablePath: own, env: {} };
  return process.platform === 'linux' && process.arch === 'x64' ? unpacked() : undefined;
}

export function launch(found: Chromium | undefined): Promise<Browser> {
  if (found === undefined)
    throw new Error(
      'Chromium is needed, which comes along on Linux x64 only: install it, or set CHROMIUM to where it is.',
    );
  const { executablePath, env } = found;
  return chromium.launch({ executablePath, args: ['--no-sandbox'], env: { ...process.env, ...env } });
}

const MODULES = join(import.meta.dirname, '../../node_modules');

/** Unpacks it once for each version. It is packed for AWS Lambda, with the libraries that a bare machine lacks. */
async function unpacked(): Promise<Chromium> {
  const home = dirname(dirname(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium'))));
  const { version } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as { version: string };
  const folder = join(MODULES, '.cache', `chromium-${version}`);
  if (!existsSync(folder)) {
    await mkdir(dirname(folder), { recursive: true });
    const draft = await mkdtemp(`${folder}-`);
    const script = "import chromium from '@sparticuz/chromium'; await chromium.executablePath()";
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: MODULES,
      env: { PATH: process.env.PATH, TMPDIR: draft, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' },
    });
    await writeFile(join(draft, 'fonts.conf'), fontsIn(folder));
    // Whoever unpacks it at the same time has the same.
    await rename(draft, folder).catch(() => rm(draft, { recursive: true }));
  }
  const env = { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'), FONTCONFIG_FILE: join(folder, 'fonts.conf') };
  return { executablePath: join(folder, 'chromium'), env };
}

/** What comes along looks for fonts where Lambda has them, and ends where it finds none. */
const fontsIn = (folder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`;
