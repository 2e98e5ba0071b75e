import { afterEach, describe, expect, it } from 'vitest';
import { lines, type Playground, startPlayground } from '../support/playground.ts';

let play: Playground;
afterEach(() => play?.close());

const open = () =>
  play.github.world.openPull({
    repo: 'acme/api',
    title: 'Exchange tokens',
    files: { 'src/auth/a.ts': lines(40) },
    by: 'bob',
  });

describe('the log', () => {
  it('says on every line of a delivery which one it is, and on every line of work its subject and its delivery', async () => {
    play = await startPlayground({ environment: { LOG_LEVEL: 'trace' } });
    const pull = open();
    await play.quiet();
    const said = play.log.map((line) => JSON.parse(line) as Record<string, string>);
    const written = said.find(({ msg }) => msg === 'written');
    expect(written).toMatchObject({ delivery: expect.any(String), subject: `acme/api#${pull.number}` });
    expect(said).toContainEqual(
      expect.objectContaining({ msg: 'delivery committed', event: 'pull_request', delivery: written?.delivery }),
    );
    expect(said.filter(({ msg }) => msg === 'job ended').every(({ subject }) => subject !== undefined)).toBe(true);
  });

  it('says them on lines of libraries, too, and of work that fails', async () => {
    play = await startPlayground({
      environment: { LOG_LEVEL: 'trace' },
      fault: ({ path }) => (path.endsWith('/files') ? { status: 502, body: 'no' } : undefined),
    });
    const pull = open();
    const told = () =>
      play.log
        .map((line) => JSON.parse(line) as Record<string, string>)
        .filter(({ level = '' }) => ['warn', 'error'].includes(level));
    await expect.poll(() => told().some(({ msg }) => msg === 'failed; trying again')).toBe(true);
    for (const line of told())
      expect(line).toMatchObject({ subject: `acme/api#${pull.number}`, delivery: expect.any(String) });
  });
});
