import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { examine } from '../../src/doctor/examine.ts';
import type { Coverage, Facts } from '../../src/doctor/facts.ts';
import { EVENTS, PERMISSIONS } from '../../src/doctor/needed.ts';
import { report } from '../../src/doctor/report.ts';
import type { Grant, HookDelivery } from '../../src/model/registration.ts';

const NOW = Date.parse('2026-11-23T09:00Z');
const granted = Object.fromEntries(Object.entries(PERMISSIONS).map(([name, { level }]) => [name, level]));
const registration = { id: 12, slug: 'truenorth-acme', permissions: granted, events: EVENTS, at: NOW - 2_000 };
const hook = {
  ...{ url: 'https://truenorth.acme.example/api/github/webhooks', contentType: 'json' },
  ...{ hasSecret: true, checksCertificate: true },
};
const grant: Grant = {
  ...{ installation: 7, owner: 'acme', organisation: true, suspended: false, seesAll: true, permissions: granted },
};
const coverage: Coverage = { repositories: 3, without: [], unread: 0, organisation: 'present', troubles: [] };
const answered = (...statuses: number[]): HookDelivery[] =>
  statuses.map((status, i) => ({ at: NOW - (i + 1) * 60_000, event: 'pull_request', status }));

const facts = (more: Partial<Facts> = {}): Facts => ({
  ...{ now: NOW, web: 'https://github.com', registration: { value: registration }, hook: { value: hook } },
  secretLength: 64,
  database: { value: { kind: 'PostgreSQL', queue: { waiting: 0, running: 0, setAside: 0, oldest: 0 } } },
  deliveries: { value: answered(202, 202) },
  grants: { value: [{ grant, coverage: { value: coverage } }] },
  ...more,
});

/** What is not fine, as the operator reads it. */
const told = (more: Partial<Facts>): string => report(examine(facts(more)).filter(({ state }) => state !== 'fine'));

describe('the doctor', () => {
  it('finds nothing where all is well, and says what it looked at', () => {
    expect(told({})).toBe('');
    expect(report(examine(facts())).split('\n')).toEqual([
      '✓ database: PostgreSQL, its tables are up to date',
      '✓ queue: 0 waiting, 0 under way',
      '✓ credentials: the app truenorth-acme, number 12',
      '✓ clock: 2 s ahead of GitHub’s',
      '✓ what the app asks for: 10 permissions and 17 events, no more',
      '✓ webhook address: https://truenorth.acme.example/api/github/webhooks as json',
      '✓ deliveries: 0 of the last 2 were not taken in, the newest 1 min ago',
      '✓ acme: everything is granted, on all repositories',
      '✓ acme: configuration: in force for all 3 repositories',
    ]);
  });

  it('asks for what app.yml asks for', () => {
    const app = parse(readFileSync(join(import.meta.dirname, '../../app.yml'), 'utf8'));
    expect(app.default_permissions).toEqual(granted);
    expect([...app.default_events].sort()).toEqual([...EVENTS].sort());
    expect(new URL(app.hook_attributes.url).pathname).toBe('/api/github/webhooks');
  });

  it.each<[string, Partial<Facts>, string, string]>([
    [
      'a database that does not answer',
      { database: { because: 'ECONNREFUSED' } },
      '✗ database: ECONNREFUSED',
      'DATABASE_URL',
    ],
    [
      'work that nobody does',
      { database: { value: { kind: 'embedded', queue: { waiting: 4, running: 0, setAside: 0, oldest: 1_800_000 } } } },
      '✗ queue: 4 waiting, 0 under way, the longest for 30 min',
      'Is the app running?',
    ],
    [
      'work that was set aside',
      { database: { value: { kind: 'embedded', queue: { waiting: 0, running: 0, setAside: 2, oldest: 0 } } } },
      '! queue: 2 set aside after too many failures',
      'npx truenorth queue',
    ],
    [
      'credentials that are refused',
      { registration: { because: 'refused (401)' } },
      '✗ credentials: refused (401)',
      'APP_ID',
    ],
    [
      'a clock that is wrong',
      { registration: { value: { ...registration, at: NOW + 300_000 } } },
      '! clock: 300 s behind GitHub’s',
      'NTP',
    ],
    [
      'an app that may not write checks',
      { registration: { value: { ...registration, permissions: { ...granted, checks: 'read' } } } },
      'not asked for: checks: write (else no check is reported)',
      'https://github.com/apps/truenorth-acme',
    ],
    [
      'an app that may more than it needs',
      {
        registration: {
          value: {
            ...registration,
            permissions: { ...granted, contents: 'write', actions: 'write', secrets: 'read' },
          },
        },
      },
      '! what the app asks for: more than it needs: contents: write, actions: write, secrets: read',
      'Take what is not needed away',
    ],
    [
      'an app that does not hear of comments',
      { registration: { value: { ...registration, events: EVENTS.filter((event) => event !== 'issue_comment') } } },
      'events not heard of: issue_comment',
      'Permissions & events',
    ],
    [
      'webhooks that go somewhere else',
      { hook: { value: { ...hook, url: 'https://truenorth.acme.example/' } } },
      '✗ webhook address: https://truenorth.acme.example/ as json',
      'set the URL to https://<where the app runs>/api/github/webhooks',
    ],
    [
      'webhooks that are forms',
      { hook: { value: { ...hook, contentType: 'form' } } },
      'as form',
      'set the content type to application/json',
    ],
    [
      'webhooks that anybody on the way can read',
      { hook: { value: { ...hook, url: 'http://truenorth.acme.example/api/github/webhooks' } } },
      '! webhook address: http://truenorth.acme.example/api/github/webhooks as json, in the clear',
      'https',
    ],
    [
      'webhooks without a secret',
      { hook: { value: { ...hook, hasSecret: false } } },
      'without a secret',
      'to the value of WEBHOOK_SECRET',
    ],
    [
      'a webhook secret that can be guessed',
      { secretLength: 12 },
      '! webhook address: https://truenorth.acme.example/api/github/webhooks as json, with a secret of 12 characters',
      'openssl rand -hex 32',
    ],
    [
      'webhooks whose certificate nobody checks',
      { hook: { value: { ...hook, checksCertificate: false } } },
      '! webhook address',
      'Turn SSL verification on',
    ],
    ['no delivery at all', { deliveries: { value: [] } }, '! deliveries: GitHub has sent none lately', 'Open or edit'],
    [
      'a secret that differs',
      { deliveries: { value: answered(401, 202) } },
      '✗ deliveries: 1 of the last 2 were not taken in, the newest 1 min ago (pull_request: 401)',
      'WEBHOOK_SECRET_PREVIOUS',
    ],
    [
      'an address that nobody answers at',
      { deliveries: { value: answered(0) } },
      '(pull_request: no answer)',
      'could not reach',
    ],
    [
      'an outage that is over',
      { deliveries: { value: answered(202, 503) } },
      '! deliveries: 1 of the last 2',
      'asks GitHub for',
    ],
    ['an app that is installed nowhere', { grants: { value: [] } }, '! installations', 'Install App'],
    [
      'an installation that has not accepted a permission',
      {
        grants: {
          value: [{ grant: { ...grant, permissions: { ...granted, members: 'none' } }, coverage: { value: coverage } }],
        },
      },
      '✗ acme: not granted: members: read (else teams are not known',
      'https://github.com/organizations/acme/settings/installations/7',
    ],
    [
      'a suspended installation',
      { grants: { value: [{ grant: { ...grant, suspended: true }, coverage: { because: 'suspended' } }] } },
      '✗ acme: the installation is suspended',
      'Unsuspend it',
    ],
    [
      'repositories without a configuration',
      {
        grants: {
          value: [{ grant, coverage: { value: { ...coverage, without: ['acme/a', 'acme/b'], unread: 1 } } }],
        },
      },
      '! acme: configuration: 2 of 2 repositories have none, and nothing is written there: acme/a, acme/b; nothing has happened yet in 1 more',
      'acme/.github',
    ],
    [
      'an organisation’s file that cannot be seen',
      { grants: { value: [{ grant, coverage: { value: { ...coverage, organisation: 'unreadable' } } }] } },
      'acme/.github cannot be seen',
      'Install the app on acme/.github too',
    ],
    [
      'a configuration with an error',
      {
        grants: {
          value: [
            {
              grant,
              coverage: {
                value: {
                  ...coverage,
                  troubles: [{ repository: 'acme/api', text: 'truenorth.yml:3:5: no\u{1b}[2J zone' }],
                },
              },
            },
          ],
        },
      },
      '✗ acme/api: truenorth.yml:3:5: no\u{fffd}[2J zone',
      '',
    ],
  ])('finds %s, and says how to mend it', (_, more, found, fix) => {
    const text = told(more);
    expect(text).toContain(found);
    expect(text).toContain(fix);
  });

  it('of a person’s own repositories asks for no members, since there are none', () => {
    const { members: _, ...permissions } = granted;
    const value = [{ grant: { ...grant, organisation: false, permissions }, coverage: { value: coverage } }];
    expect(told({ grants: { value } })).toBe('');
  });
});
