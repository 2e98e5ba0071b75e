import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/commands/registry.ts';

const SRC = join(import.meta.dirname, '../../src');
const FOLDER = join(import.meta.dirname, '../../docs/operate');
const pages = readdirSync(FOLDER).filter((file) => file.endsWith('.md'));
const textOf = (path: string) => readFileSync(path, 'utf8');

const source = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => textOf(join(SRC, file)))
  .join('');

/** As GitHub makes them of headings. */
const anchorsOf = (text: string) =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

describe.each(pages)('%s', (page) => {
  const text = textOf(join(FOLDER, page));

  it('is in the table of contents', () => {
    expect(page === 'README.md' || textOf(join(FOLDER, 'README.md')).includes(`](${page})`)).toBe(true);
  });

  it('names commands that there are', () => {
    const named = [...text.matchAll(/(?:npx truenorth|bin\/truenorth\.js|`truenorth) ([a-z]+)/g)].map(
      ([, name]) => name,
    );
    expect(commands.map(({ name }) => name)).toEqual(expect.arrayContaining(named));
  });

  it('names metrics that there are', () => {
    for (const [metric] of text.matchAll(/\btruenorth_[a-z0-9_]+(?:_seconds|_total|_jobs)\b/g))
      expect(source).toContain(`'${metric}'`);
  });
});

describe('the runbook', () => {
  const text = textOf(join(FOLDER, 'runbook.md'));
  const ALERTS = {
    'acknowledgement-slow': 'TruenorthAcknowledgementSlow',
    'queue-old': 'TruenorthQueueOld',
    'work-set-aside': 'TruenorthWorkSetAside',
    'github-refuses': 'TruenorthGitHubRefuses',
    'rate-limit-nearly-used': 'TruenorthRateLimitNearlyUsed',
    'digest-late': 'TruenorthDigestLate',
    'not-ready': 'TruenorthNotReady',
  };

  it('has a section for each alert, which says who notices, what to look at, how to mend it and when it can wait', () => {
    const sections = text.split(/^## /m).slice(1);
    expect(sections.map((section) => anchorsOf(`## ${section}`)[0])).toEqual(Object.keys(ALERTS));
    for (const [i, alert] of Object.values(ALERTS).entries())
      for (const said of [`\`${alert}\``, '**Who notices**', '**First look**', '**Mend**', '**It can wait**'])
        expect(sections[i], alert).toContain(said);
  });

  it('quotes what the app says', () => {
    const quoted = [...text.matchAll(/`((?:The|GitHub|the|failed)[^`]* [^`]*)`/g)].map(([, said = '']) => said);
    expect(quoted.length).toBeGreaterThan(5);
    for (const said of quoted) expect(source).toContain(said.replace(/: …$/, ''));
  });
});
