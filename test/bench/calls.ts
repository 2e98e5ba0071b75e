import { ANSWERED, configured, lines, startPlayground } from '../support/playground.ts';
import { EVERY_RULE } from './every-rule.ts';
import type { Row } from './row.ts';

const ASKED = 14;
const ASKED_OF_ALL = { life: 16, event: 6 };

/**
 * The calls that the life of one pull request costs in a warm repository (labels made, configuration read): opened, two edits of
 * which one changes the verdict, three pushes, a label by a person, a comment, closed. Token exchanges are left out.
 */
export async function calls(): Promise<Row[]> {
  const standard = await life({});
  const all = await life(
    { 'acme/api': configured(EVERY_RULE), 'acme/.github': { 'README.md': '# .github\n' } },
    'Part of #1.',
  );
  const costliest = Math.max(...all.perEvent.map(([, count]) => count));
  return [
    ...standard.perEvent.map(([name, count]) => ({
      name: `… ${name}`,
      value: count,
      unit: 'calls',
      ...(FREE.has(name) ? { limit: '0' } : {}),
    })),
    { name: 'GitHub calls for the 9 events', value: standard.calls, unit: 'calls', limit: `≤ ${ASKED}` },
    { name: 'GitHub’s secondary points for them', value: standard.points, unit: 'points' },
    ...all.perEvent.map(([name, count]) => ({ name: `every rule on … ${name}`, value: count, unit: 'calls' })),
    { name: 'every rule on, the 9 events', value: all.calls, unit: 'calls', limit: `≤ ${ASKED_OF_ALL.life}` },
    { name: 'every rule on, the costliest event', value: costliest, unit: 'calls', limit: `≤ ${ASKED_OF_ALL.event}` },
  ];
}

interface Life {
  perEvent: [string, number][];
  calls: number;
  points: number;
}

async function life(repos: Record<string, Record<string, string>>, link = ''): Promise<Life> {
  const play = await startPlayground(Object.keys(repos).length > 0 ? { repos } : {});
  const { world } = play.github;
  world.addTeam('mentors', ['cleo']);
  world.addTeam('product', ['cleo']);
  world.openIssue({ repo: 'acme/api', title: 'Tokens', by: 'cleo' });
  try {
    await live();
    const first = play.github.calls.length;
    const perEvent = await live();
    const made = play.github.calls.slice(first).filter(({ kind }) => kind !== 'auth');
    return { perEvent, calls: made.length, points: made.reduce((sum, call) => sum + call.points, 0) };
  } finally {
    await play.close();
  }

  /** One life, each event after the app is done with the one before; how many calls each cost. */
  async function live(): Promise<[string, number][]> {
    const counted: [string, number][] = [];
    const step = async <T>(name: string, happen: () => T): Promise<T> => {
      play.calls();
      const result = happen();
      await play.quiet();
      counted.push([name, play.calls().length]);
      return result;
    };
    const push = (n: number) => ({ files: { [`services/auth/more-${n}.ts`]: lines(n) }, by: 'bob' });
    const files = { 'services/auth/token.ts': lines(40) };
    const pull = await step('opened', () =>
      world.openPull({
        repo: 'acme/api',
        title: 'feat: exchange tokens',
        body: link,
        files,
        by: 'bob',
      }),
    );
    await step('edited, same verdict', () => world.editPull(pull, { body: `Some words. ${link}`, by: 'bob' }));
    await step('pushed', () => world.push(pull, push(1)));
    await step('commented', () => world.comment(pull, 'Looks good', { by: 'cleo' }));
    await step('pushed again', () => world.push(pull, push(2)));
    await step('labelled by a person', () => world.addLabel(pull, 'enhancement', { by: 'cleo' }));
    await step('edited, other verdict', () => world.editPull(pull, { body: `${ANSWERED}\n${link}`, by: 'bob' }));
    await step('pushed a third time', () => world.push(pull, push(3)));
    await step('closed', () => world.close(pull, { by: 'bob' }));
    return counted;
  }
}

/** What changes nothing costs nothing. */
const FREE = new Set(['edited, same verdict', 'commented', 'labelled by a person', 'closed']);
