import type { Beginning, Installed } from '../model/beginning.ts';
import type { RepoRef } from '../model/ref.ts';
import { ORGANISATION_REPOSITORY, POLICY_PATH } from '../model/well-known.ts';
import { ONBOARDING_LABEL, ONBOARDING_MARKER, ONBOARDING_TITLE, onboardingIssue } from '../onboarding/issue.ts';
import { type Proposal, proposal } from '../onboarding/proposal.ts';
import { read } from '../policy/diagnose.ts';
import type { GitHub } from '../ports/github.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Job } from '../ports/queue.ts';
import type { Log } from '../ports/runtime.ts';
import { backtest, compared, pastFacts } from '../review/backtest.ts';
import { declaredIn } from './gather-facts.ts';
import { readMerged } from './read-merged.ts';
import { writeIn } from './write-in.ts';

export interface OnboardingPorts {
  github: Pick<GitHub, 'installed' | 'beginnings' | 'ownIn' | 'merged' | 'write'>;
  ledger: Pick<Ledger, 'publication' | 'savePublication' | 'saveLabels'>;
  web: string;
  log: Log;
}

const NAME = 'onboarding';

/** Whose content everybody may see, and so may be drawn from beside the organisation's own repository. */
const OTHERS = 3;

/** How many merged pull requests the proposal is tried on: a call. */
const LAST = 50;

/**
 * Introduces the app to whoever installed it, once: in one issue that proposes a configuration. Where there is one already, nothing is
 * written.
 */
export async function onboard(
  job: Job & { installation: number; owner: string },
  ports: OnboardingPorts,
): Promise<void> {
  const { github, ledger, log } = ports;
  const { installation, owner } = job;
  const record = { installation, owner, name: ORGANISATION_REPOSITORY };
  const standing = await ledger.publication(record, NAME);
  if (standing && !standing.unsure) return;
  const remember = (issue: { id: string; number: number }, unsure: boolean) =>
    ledger.savePublication(record, NAME, { ...issue, print: '', unsure });
  const all = await github.installed(installation);
  const place = placeIn(all);
  if (place === undefined) return log.info({}, 'no repository to introduce the app in: none has issues');
  const found = await github.beginnings([...new Set([place.home, ...place.defaults, ...place.others])]);
  const home = found.find(({ repo }) => repo === place.home);
  if (home === undefined) return log.info({}, 'the repository to introduce the app in is gone');
  const isConfigured = found.some(({ repo, configured }) => configured && !place.others.includes(repo));
  const repos = all.map(({ repo }) => repo);
  const known = isConfigured ? NOTHING : await github.ownIn(repos, ONBOARDING_MARKER, ONBOARDING_LABEL.name);
  if (known) return remember(known, false);
  const sources = found.filter(({ repo }) => repo === place.home || place.others.includes(repo));
  const body = await composed(home, sources, place.forAll, ports);
  await remember(NOTHING, true);
  const wish = { kind: 'create-issue' as const, title: ONBOARDING_TITLE, body, labels: [ONBOARDING_LABEL] };
  const made = await writeIn({ repo: home.repo, nodeId: home.nodeId, labels: {} }, [wish], ports);
  await remember(made['create-issue'] ?? NOTHING, false);
  log.info({ repository: home.repo.name }, 'the app introduced itself');
}

const NOTHING = { id: '', number: 0 };

interface Place {
  home: RepoRef;
  /** The organisation's own repository, which may hold a configuration. */
  defaults: RepoRef[];
  /** Public ones, to draw from as well where the proposal is for all. */
  others: RepoRef[];
  /** What is proposed holds for the whole organisation. */
  forAll: boolean;
}

/** The organisation's own repository, else the first that GitHub lists. */
function placeIn(all: readonly Installed[]): Place | undefined {
  const isDefaults = ({ repo, organisation }: Installed) =>
    organisation && repo.name.toLowerCase() === ORGANISATION_REPOSITORY;
  const defaults = all.find(isDefaults);
  const forAll = defaults?.hasIssues ?? false;
  const home = forAll ? defaults : all.find((one) => one.hasIssues && one !== defaults);
  if (home === undefined) return undefined;
  const others = forAll ? all.filter((one) => one !== defaults && !one.private).slice(0, OTHERS) : [];
  return { home: home.repo, defaults: defaults ? [defaults.repo] : [], others: others.map(({ repo }) => repo), forAll };
}

async function composed(
  home: Beginning,
  sources: readonly Beginning[],
  forAll: boolean,
  { github, web }: OnboardingPorts,
): Promise<string> {
  const proposed = proposal(sources);
  const tried = await tryOut(sources.find((one) => !forAll || one !== home) ?? home, proposed, github);
  return onboardingIssue({ home, sources, forAll, proposal: proposed, tried, web });
}

/** What the proposal would have done; `undefined` where nothing was merged yet. */
async function tryOut(of: Beginning, { text }: Proposal, github: Pick<GitHub, 'merged'>) {
  const reading = read(text, POLICY_PATH);
  const merged = await readMerged(of.repo, LAST, { github });
  if (reading.value === undefined || merged.length === 0) return undefined;
  const around = { templates: of.templates, codeowners: of.codeowners, declared: declaredIn(reading.policy) };
  const pulls = merged.map((one) => pastFacts(one, around));
  return { repo: of.repo, lines: compared(undefined, backtest(pulls, reading.policy), NAMES) };
}

const NAMES = {
  now: ['nothing', 'Today'],
  proposed: ['this configuration', 'This configuration'],
} as const;
