import { ANSWERED, lines, startPlayground } from '../support/playground.ts';
import type { Row } from './row.ts';

const ASKED = 14;

/**
 * The calls that the life of one pull request costs in a warm repository (labels made, configuration read): opened, two edits of
 * which one changes the verdict, three pushes, a label by a person, a comment, closed. Token exchanges are left out.
 */
export async function calls(): Promise<Row[]> {
  const play = await startPlayground();
  const { world } = play.github;
  try {
    await live();
    const first = play.github.calls.length;
    const perEvent = await live();
    const life = play.github.calls.slice(first).filter(({ kind }) => kind !== 'auth');
    const points = life.reduce((sum, call) => sum + call.points, 0);
    return [
      ...perEvent.map(([name, count]) => ({
        name: `… ${name}`,
        value: count,
        unit: 'calls',
        ...(FREE.has(name) ? { limit: '0' } : {}),
      })),
      { name: 'GitHub calls for the 9 events', value: life.length, unit: 'calls', limit: `≤ ${ASKED}` },
      { name: 'GitHub’s secondary points for them', value: points, unit: 'points' },
    ];
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
      world.openPull({ repo: 'acme/api', title: 'Exchange tokens', files, by: 'bob' }),
    );
    await step('edited, same verdict', () => world.editPull(pull, { body: 'Some words.', by: 'bob' }));
    await step('pushed', () => world.push(pull, push(1)));
    await step('commented', () => world.comment(pull, 'Looks good', { by: 'cleo' }));
    await step('pushed again', () => world.push(pull, push(2)));
    await step('labelled by a person', () => world.addLabel(pull, 'enhancement', { by: 'cleo' }));
    await step('edited, other verdict', () => world.editPull(pull, { body: ANSWERED, by: 'bob' }));
    await step('pushed a third time', () => world.push(pull, push(3)));
    await step('closed', () => world.close(pull, { by: 'bob' }));
    return counted;
  }
}

/** What changes nothing costs nothing. */
const FREE = new Set(['edited, same verdict', 'commented', 'labelled by a person', 'closed']);
