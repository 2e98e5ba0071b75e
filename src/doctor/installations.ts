import { lacking } from './app.ts';
import type { Coverage, Facts } from './facts.ts';
import type { Finding } from './finding.ts';

/** Each installation: what it granted, what is configured, and what goes wrong with it. */
export function installationFindings({ grants, web }: Facts): Finding[] {
  if ('because' in grants) return [{ about: 'installations', state: 'unknown', found: grants.because }];
  if (grants.value.length === 0)
    return [
      {
        ...{ about: 'installations', state: 'look', found: 'the app is installed nowhere' },
        fix: 'On the app’s page, choose Install App, and the organisation',
      },
    ];
  return grants.value.flatMap(({ grant, coverage }): Finding[] => {
    const { owner, installation, organisation } = grant;
    const page = organisation
      ? `${web}/organizations/${owner}/settings/installations/${installation}`
      : `${web}/settings/installations/${installation}`;
    if (grant.suspended)
      return [
        { about: owner, state: 'broken', found: 'the installation is suspended', fix: `Unsuspend it at ${page}` },
      ];
    const lacks = lacking(grant.permissions).filter((permission) => organisation || !permission.startsWith('members'));
    const granted: Finding =
      lacks.length === 0
        ? {
            about: owner,
            state: 'fine',
            found: `everything is granted, on ${grant.seesAll ? 'all' : 'selected'} repositories`,
          }
        : {
            about: owner,
            state: 'broken',
            found: `not granted: ${lacks.join('; ')}`,
            fix: `Accept the permissions at ${page}`,
          };
    return [
      granted,
      ...('because' in coverage
        ? [{ about: owner, state: 'unknown' as const, found: coverage.because }]
        : coverageFindings(owner, coverage.value)),
    ];
  });
}

/** So many names are told; the rest is counted. */
const NAMED = 20;

function coverageFindings(
  owner: string,
  { repositories, without, unread, organisation, troubles }: Coverage,
): Finding[] {
  const about = `${owner}: configuration`;
  const named =
    without.slice(0, NAMED).join(', ') + (without.length > NAMED ? ` and ${without.length - NAMED} more` : '');
  const known = repositories - unread;
  const apart = unread > 0 ? `; nothing has happened yet in ${unread} more` : '';
  const covered: Finding =
    without.length === 0
      ? { about, state: 'fine', found: `in force for all ${known} repositories${apart}` }
      : {
          ...{
            about,
            state: 'look',
            found: `${without.length} of ${known} repositories have none, and nothing is written there: ${named}${apart}`,
          },
          fix: `Put .github/truenorth.yml into ${owner}/.github for all of them, or into each`,
        };
  const unseen: Finding[] =
    organisation === 'unreadable'
      ? [
          {
            ...{
              about,
              state: 'look',
              found: `${owner}/.github cannot be seen: whether there is an organisation’s file is not known`,
            },
            fix: `Install the app on ${owner}/.github too`,
          },
        ]
      : [];
  return [
    covered,
    ...unseen,
    ...troubles.map(({ repository, text }): Finding => ({ about: repository, state: 'broken', found: text })),
  ];
}
