import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const FOLDER = join(import.meta.dirname, '../../.github/workflows');

interface Job {
  needs?: string | string[];
  permissions?: Record<string, string>;
  'timeout-minutes'?: number;
  steps: { uses?: string; run?: string; with?: Record<string, unknown> }[];
}
interface Workflow {
  on: Record<string, unknown>;
  permissions: Record<string, string>;
  jobs: Record<string, Job>;
}
const textOf = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');
const read = (name: string): Workflow => parse(textOf(name), { uniqueKeys: true });
const workflows = readdirSync(FOLDER).map((name) => [name, read(name)] as const);

describe.each(workflows)('the workflow %s', (name, { permissions, jobs }) => {
  it('may do nothing but what a job asks for, and ends some day', () => {
    expect(Object.values(permissions).filter((access) => access !== 'read')).toEqual([]);
    for (const job of Object.values(jobs)) expect(job['timeout-minutes']).toBeGreaterThan(0);
  });

  it('leaves no token behind for what runs after the checkout', () => {
    const checkouts = Object.values(jobs)
      .flatMap(({ steps }) => steps)
      .filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    for (const { with: options } of checkouts) expect(options?.['persist-credentials']).toBe(false);
  });

  it('runs nothing that somebody wrote into a title, branch or tag', () => {
    const scripts = Object.values(jobs).flatMap(({ steps }) => steps.map(({ run = '' }) => run));
    expect(scripts.filter((script) => script.includes('${{'))).toEqual([]);
  });

  it('says beside each pinned commit which version it is', () => {
    for (const [line] of textOf(name).matchAll(/^.*\buses: .*$/gm))
      expect(line).toMatch(/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });
});

it('what CI runs is what developers run', () => {
  const { on, jobs } = read('ci.yml');
  expect(Object.keys(on)).toEqual(['push', 'pull_request']);
  expect(jobs.test?.steps.at(-1)).toEqual({ run: '.ci/run' });
});

it('nothing is released before the tag is held against version and changelog, and all tests have passed', () => {
  const { on, jobs } = read('release.yml');
  expect(on).toEqual({ push: { tags: ['v*'] } });
  const runs = (jobs.check?.steps ?? []).flatMap(({ run }) => run ?? []);
  expect(runs.map((run) => /release-notes|\.ci\/run|npm pack/.exec(run)?.[0])).toEqual([
    'release-notes',
    '.ci/run',
    'npm pack',
  ]);
  for (const name of ['image', 'publish']) expect([jobs[name]?.needs].flat()).toContain('check');
});

it('the one job that may write to the repository runs none of its code', () => {
  for (const [name, { jobs }] of workflows) {
    const writers = Object.entries(jobs).filter(([, job]) => job.permissions?.contents === 'write');
    expect(writers.map(([job]) => job)).toEqual(name === 'release.yml' ? ['publish'] : []);
    for (const [, { steps }] of writers) {
      expect(steps.flatMap(({ uses = [] }) => uses).filter((uses) => uses.includes('/checkout@'))).toEqual([]);
    }
  }
});
