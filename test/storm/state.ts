import { type Comment, fullName, type Repo, type Thread } from '../../src/sandbox/github/entities.ts';
import type { World } from '../../src/sandbox/github/world.ts';

/**
 * Everything that people can see on the played GitHub, as text that two runs can be compared by. What differs without a reason to care
 * is written in another way: commits and comments are called by their place, since ids and times go into theirs, and
 * the app's comments on one thread are sorted, since answers to several people come in any order. How many points of debt are open, and what could be closed, is
 * told on a pull request as of when it was judged last, and it is judged again only where the budget's verdict turns; the debt
 * ledger's own count is compared. Which outcome a pull request without one looks like is told as of then, too, by what had been learned;
 * that it has none, and every label, is compared.
 */
export function stateOf(world: World): string {
  const names = namesIn(world);
  const repos = [...world.repos.values()].sort((a, b) => (fullName(a) < fullName(b) ? -1 : 1));
  const text = JSON.stringify(repos.map(repoState), null, 1);
  return text
    .replaceAll(new URL(world.urls.api).origin, 'GITHUB')
    .replaceAll(/\b[0-9a-f]{7}(?:[0-9a-f]{33})?\b/g, (sha) => names.get(sha) ?? sha)
    .replaceAll(/\d+ (of \d+ points are open)/g, 'some $1')
    .replaceAll(/Pay debt first: closing .*? brings it back/g, 'Pay debt first')
    .replaceAll(/(No outcome declared); it looks like .*?(?=<br>| \|)/g, '$1')
    .replaceAll(/Add a line `Outcome: [^|]*/g, 'Declare one ')
    .replaceAll(/truenorth:reply (\d+)/g, (_, id) => `truenorth:reply ${names.get(id) ?? id}`);
}

/** A commit and a comment by its place; the app makes no commit, and people's comments come in the same order in every run. */
function namesIn(world: World): Map<string, string> {
  const names = new Map<string, string>();
  for (const repo of world.repos.values()) {
    [...repo.commits.keys()].forEach((sha, i) => {
      for (const known of [sha, sha.slice(0, 7)]) names.set(known, `commit ${i} of ${fullName(repo)}`);
    });
    for (const { number, comments } of repo.threads.values())
      comments.filter(isPersons).forEach(({ id }, i) => {
        names.set(String(id), `comment ${i} of ${fullName(repo)}#${number}`);
      });
  }
  return names;
}

const isPersons = ({ author }: Comment): boolean => author.type === 'User';

const repoState = (repo: Repo) => ({
  repo: fullName(repo),
  labels: [...repo.labels.values()].map(({ name, color, description }) => `${name} ${color} ${description}`).sort(),
  threads: [...repo.threads.values()].sort((a, b) => a.number - b.number).map(threadState),
});

const threadState = (thread: Thread) => ({
  [thread.kind]: `#${thread.number} ${thread.title}`,
  ...{ by: thread.author.login, open: thread.open, body: thread.body.split('\n') },
  labels: thread.labels.map(({ name }) => name).sort(),
  people: thread.comments.filter(isPersons).map(({ author, body, reactions }) => ({
    ...{ by: author.login, body },
    reactions: reactions.map(({ content, by }) => `${content} ${by.login}`).sort(),
  })),
  app: thread.comments
    .filter((comment) => !isPersons(comment))
    .map(({ body }) => body.split('\n'))
    .sort(),
  checks: thread.kind === 'pull' ? checksOf(thread.repo, thread.head.sha) : [],
});

/** The checks of a head, in order, without their ids and times. */
const checksOf = (repo: Repo, sha: string) =>
  repo.checks
    .filter(({ headSha }) => headSha === sha)
    .map(({ name, externalId, status, conclusion, title, summary, text, annotations, actions }) => ({
      ...{ name, externalId, status, conclusion, title, summary: summary?.split('\n'), text: text?.split('\n') },
      ...{ annotations, actions },
    }));
