import { HOUR } from '../../../model/time.ts';
import type { Commit, Pull } from '../../github/entities.ts';
import type { World } from '../../github/world.ts';
import { chanceOf } from './chance.ts';
import type { Chapter } from './chapters.ts';
import { deploy, preview } from './deployments.ts';
import { buildMain } from './runs.ts';
import type { Story } from './teller.ts';
import { WEEKS, type Weeks } from './weeks.ts';

/** A change as it came about; times in hours. */
export interface Plan {
  repo: string;
  title: string;
  by: string;
  body: string;
  labels: readonly string[];
  files: Record<string, string>;
  /** ms */
  openedAt: number;
  /** How long before that its first commit was written. */
  coding: number;
  /** How long it was a draft. */
  draft?: number;
  /** Nobody was asked where it is absent. */
  review?: { by: string; wait: number /** What was asked for took so long. */; rework?: number };
  /** From the last word to the merge. */
  merging: number;
  /** Its branch can be looked at. */
  preview?: boolean;
}

/** A pull request from its first commit to its merge. */
export function* change(world: World, weeks: Weeks, plan: Plan): Story<{ pull: Pull; commit: Commit }> {
  const { repo, title, body, by, files, coding, draft, review, merging } = plan;
  let at = plan.openedAt;
  yield at;
  const opened = { repo, title, body, by, files, labels: [...plan.labels], draft: draft !== undefined };
  const pull = world.openPull({ ...opened, at, authoredAt: at - coding * HOUR });
  if (plan.preview) preview(world, pull);
  if (draft !== undefined) {
    at = weeks.later(at, draft);
    yield at;
    world.readyForReview(pull, { by, at });
  }
  if (review) {
    const reviewer = { by: review.by };
    world.requestReview(pull, review.by, { by, at });
    at = weeks.later(at, review.wait);
    yield at;
    if (review.rework !== undefined) {
      world.review(pull, 'CHANGES_REQUESTED', { ...reviewer, at });
      at = weeks.later(at, review.rework);
      yield at;
      world.push(pull, { files: afterRework(files), message: 'As asked for', by, at });
      at = weeks.later(at, 1);
      yield at;
    }
    world.review(pull, 'APPROVED', { ...reviewer, at });
  }
  at = weeks.later(at, merging);
  yield at;
  return { pull, commit: world.merge(pull, { by: review?.by ?? by, at }) };
}

const afterRework = (files: Record<string, string>) =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [path, `${text}// As asked for in the review.\n`]));

/** A change, and what becomes of it: it is tested on the main branch, and deployed where every change is. */
export function* changeAndBeyond(world: World, weeks: Weeks, chapter: Chapter, plan: Plan): Story {
  const { pull, commit } = yield* change(world, weeks, plan);
  const builtAt = yield* buildMain(world, weeks, chapter, pull, commit);
  if (builtAt !== undefined && chapter.deploys?.when === 'each change')
    yield* deploy(world, chapter.repo, chapter.deploys, { sha: commit.sha, at: builtAt });
}

/** A chapter's changes, week by week. */
export function* changesOf(chapter: Chapter, weeks: Weeks): Generator<Plan> {
  for (let week = chapter.from; week <= WEEKS; week += 1) {
    for (let n = 0; n < chapter.changes(week); n += 1) yield humanChange(chapter, weeks, week, n);
    if (chapter.bots && (week + 1) % chapter.bots === 0) yield botChange(chapter, weeks, week);
  }
}

const VERBS = ['Show', 'Simplify', 'Speed up', 'Test', 'Explain', 'Sort', 'Translate', 'Keep'] as const;

function humanChange(chapter: Chapter, weeks: Weeks, week: number, n: number): Plan {
  const chance = chanceOf(`${chapter.repo} ${week} ${n}`);
  const [thing, by] = [chance.one(chapter.things), chapter.people[(week + n) % chapter.people.length] ?? 'ada'];
  const isDocs = chance.is(0.08);
  const path = isDocs ? `docs/${slug(thing)}.md` : `${chance.is(0.85) ? chapter.folder : 'tools'}/${slug(thing)}.ts`;
  const others = chapter.reviewers.filter((one) => one !== by);
  const wait = chapter.wait(week) * chance.between(0.6, 1.4);
  const labels = chance.is(chapter.debt) ? ['tech-debt'] : chance.is(chapter.innovation) ? ['innovation'] : [];
  return {
    ...{ repo: chapter.repo, by, labels: isDocs ? [] : labels },
    title: `${isDocs ? 'Document' : chance.one(VERBS)} ${thing}`,
    body: chance.is(chapter.declared) ? `Outcome: ${chapter.outcome}` : '',
    files: { [path]: contentOf(thing, week * 10 + n, chance.between(4, 70)) },
    openedAt: weeks.at(week, 1 + (n % 5), chance.between(8, 14)),
    coding: chance.between(2, 30),
    ...(chance.is(0.15) ? { draft: chance.between(3, 20) } : {}),
    ...(chance.is(0.05) || others.length === 0
      ? {}
      : {
          review: {
            by: others[Math.floor(chance.between(0, others.length))] ?? '',
            wait,
            ...(chance.is(0.2) ? { rework: chance.between(1, 5) } : {}),
          },
        }),
    merging: chance.between(0.2, 2),
    preview: chapter.previews && chance.is(0.5),
  };
}

/** Dependabot's, merged by itself once the tests have passed. */
const botChange = (chapter: Chapter, weeks: Weeks, week: number): Plan => ({
  ...{ repo: chapter.repo, title: `Bump fastify from 5.${week}.0 to 5.${week + 1}.0`, by: 'dependabot[bot]' },
  ...{ body: `Bumps fastify from 5.${week}.0 to 5.${week + 1}.0.`, labels: ['dependencies'] },
  files: { 'package-lock.json': `{ "packages": { "fastify": "5.${week + 1}.0" } }\n` },
  ...{ openedAt: weeks.at(week, 2, 6), coding: 0, merging: 0.5 },
});

const slug = (thing: string): string => thing.replaceAll(/\W+/g, '-');

/** So many lines that no other change has written. */
function contentOf(thing: string, revision: number, lines: number): string {
  const steps = Array.from({ length: Math.floor(lines) }, (_, i) => `  step(${revision}, ${i}),\n`);
  return `/** What becomes of ${thing}. */\nexport const steps = [\n${steps.join('')}];\n`;
}
