import { HOUR, MINUTE } from '../../../model/time.ts';
import type { Commit, Deployment, Issue } from '../../github/entities.ts';
import type { World } from '../../github/world.ts';
import { deploy, running } from './deployments.ts';
import { FAILURES, type Failure } from './failures.ts';
import { change, type Plan } from './pulls.ts';
import type { Story } from './teller.ts';
import type { Weeks } from './weeks.ts';

const REPO = 'acme/booking';
const PRODUCTION = { environment: 'production', by: 'deploy-bot[bot]' };

export const incidentsOf = (world: World, weeks: Weeks): Story[] => [
  ...FAILURES.map((failure) => fail(world, weeks, failure)),
  outage(world, weeks),
];

/** A change goes wrong in production, users are helped, and days later it is looked back on. */
function* fail(world: World, weeks: Weeks, failure: Failure): Story {
  const { week, day, title, users, by, minutes } = failure;
  const path = `services/booking/flow-${week}-${day}.ts`;
  const quick = { repo: REPO, labels: [], coding: 0.5, review: { by: 'tomas', wait: 0.2 }, merging: 0.1 };
  const { pull, commit } = yield* change(world, weeks, {
    ...{ ...quick, title: `Rework: ${title.toLowerCase()}`, by: 'linus', body: '', coding: 9 },
    ...{ files: { [path]: 'export const rule = "new";\n' }, openedAt: weeks.at(week, day, 9.5) },
  });
  const before = running(world, REPO, PRODUCTION.environment);
  const bad = yield* shipped(world, commit);
  const failedAt = bad.statuses.at(-1)?.at ?? 0;
  const incident = { repo: REPO, title, labels: ['incident'], by: 'ada', at: failedAt + 6 * MINUTE };
  yield incident.at;
  const issue = world.openIssue({ ...incident, body: `${users}\n\nDeployment: ${bad.id}` });
  const repairAt = failedAt + minutes * MINUTE;
  const repair: Plan = {
    ...quick,
    ...(by === 'revert'
      ? { title: `Revert "${pull.title}"`, body: `Reverts ${REPO}#${pull.number}` }
      : {
          title: `Fix: ${title.toLowerCase()}`,
          body: `Outcome: reliability\n\nAfter #${issue.number}.`,
          labels: ['hotfix'],
        }),
    ...{ by: 'yuki', files: { [path]: `export const rule = "${by}";\n` } },
    openedAt: by === 'rollback' ? weeks.later(repairAt, 20) : repairAt,
  };
  const helped = by === 'rollback' && before ? yield* back(world, before, repairAt) : undefined;
  const repaired = yield* shipped(world, (yield* change(world, weeks, repair)).commit);
  yield* lookBack(world, weeks, failure, issue, helped ?? repaired);
}

const shipped = (world: World, { sha, at }: Commit): Story<Deployment> =>
  deploy(world, REPO, PRODUCTION, { sha, at: at + 9 * MINUTE });

const back = (world: World, { sha }: Deployment, at: number): Story<Deployment> =>
  deploy(world, REPO, { ...PRODUCTION, by: 'yuki' }, { sha, at });

/** Two working days later: what happened, what made it likely, and what is to change. */
function* lookBack(
  world: World,
  weeks: Weeks,
  { users, factors, actions }: Failure,
  issue: Issue,
  repaired: Deployment,
): Story {
  const at = weeks.later(issue.createdAt, 48);
  yield at;
  const minute = (instant: number) => `${new Date(instant).toISOString().slice(0, 16)}Z`;
  const helpedAt = repaired.statuses.find(({ state }) => state === 'success')?.at ?? at;
  const tasks = actions.map(
    ([what, who, days, done]) => `- [${done ? 'x' : ' '}] ${what}, @${who}, by ${weeks.day(issue.createdAt, days)}`,
  );
  const body = `${issue.body}
Resolved: ${minute(helpedAt)}

## Timeline

- ${minute(issue.createdAt)}: the first clinic calls. ${users}
- ${minute(helpedAt)}: patients can book again, and clinics are told.

## Contributing factors

${factors}

## Actions

${tasks.join('\n')}
`;
  world.edit(issue, { body, by: 'yuki', at });
  world.close(issue, { by: 'yuki', at: at + HOUR / 4 });
}

/** Not every incident is a release's. This one's review has an action that is nobody's. */
function* outage(world: World, weeks: Weeks): Story {
  const at = weeks.at(18, 4, 13);
  yield at;
  const body = `For two hours no card could be charged: the provider was down.

## Timeline

- 13:00: charges fail, and the retries fill the queue.
- 15:05: the provider is back, and the queue is worked off by four.

## Contributing factors

There is one provider, and what waits for it keeps everything else waiting.

## Actions

- [x] let invoices wait by themselves, @noor, by ${weeks.day(at, 14)}
- [ ] try a second provider
`;
  const issue = world.openIssue({
    repo: 'acme/payments',
    title: 'No card can be charged',
    labels: ['incident'],
    by: 'omar',
    at,
  });
  yield at + 30 * HOUR;
  world.edit(issue, { body, by: 'noor', at: at + 30 * HOUR });
  world.close(issue, { by: 'noor', at: at + 31 * HOUR });
}
