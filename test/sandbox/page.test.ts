import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Comment } from '../../src/sandbox/github/entities.ts';
import { toNodeListener } from '../../src/sandbox/node-listener.ts';
import { rendered } from '../../src/sandbox/page/markdown.ts';
import { sandboxPages } from '../../src/sandbox/page/pages.ts';
import { type PlayedGitHub, startPlayedGitHub } from '../../src/sandbox/start.ts';

let github: PlayedGitHub;
let server: Server;
let url: string;
let ending: AbortController;

beforeEach(async () => {
  ending = new AbortController();
  github = await startPlayedGitHub();
  github.world.addRepo({ name: 'acme/api', files: { 'README.md': '# api\n' } });
  server = createServer(toNodeListener(sandboxPages(github, ending.signal).fetch));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  ending.abort();
  server.close();
  server.closeAllConnections();
  await github.close();
});

const open = (title = 'One', body = '') =>
  github.world.openPull({ repo: 'acme/api', title, body, files: { 'a.ts': 'a\n' } });

const page = async (path: string) => (await fetch(url + path)).text();

const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = { origin: url }) =>
  fetch(url + path, { method: 'POST', body: new URLSearchParams(fields), headers, redirect: 'manual' });

describe('the sandbox’s pages', () => {
  it('show the organisation, a repository and a pull request with its check', async () => {
    const pull = open('Sign-up is shorter', 'Outcome: activation');
    const output = { title: 'All 2 guardrails met', summary: '| Guardrail |\n|---|\n| Outcome |' };
    github.world.createCheck(pull.repo, pull.head.sha, { name: 'truenorth', conclusion: 'success', output });
    for (const path of ['/', '/acme/api', '/acme/api/pull/1']) {
      const text = await page(path);
      expect(text).toContain('Sign-up is shorter');
      expect(text).toContain('All 2 guardrails met');
    }
    expect(await page('/acme/api/pull/1')).toContain('<td>Outcome</td>');
    expect(await page('/connect')).toContain('https://HOST/api/github/webhooks');
  });

  it('show the newest of what is closed, and all that is open', async () => {
    for (let n = 1; n <= 30; n++) github.world.close(github.world.openIssue({ repo: 'acme/api', title: `Was ${n}.` }));
    github.world.openIssue({ repo: 'acme/api', title: 'Stands open' });
    const text = await page('/acme/api');
    expect(text).toContain('Stands open');
    expect(text).toContain('And 10 that were closed before.');
    expect([text.includes('Was 11.'), text.includes('Was 10.')]).toEqual([true, false]);
  });

  it('show what people wrote, and do nothing of what it says', async () => {
    open('<script>alert(1)</script>', '<img src=x onerror=alert(1)><script>alert(2)</script>[a](javascript:alert(3))');
    for (const path of ['/', '/acme/api', '/acme/api/pull/1']) {
      const text = await page(path);
      expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
      expect(text).not.toMatch(/<script>|<img|href="javascript/);
    }
    const { headers } = await fetch(url);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('render GitHub’s Markdown: tables, folded parts, task lists; comments in it are not shown', () => {
    const html = rendered(
      '<!-- hidden -->\n- [x] done\n- [ ] open\n\n<details><summary>More</summary>\n\n`code`\n\n</details>',
    );
    expect(html).toContain('<li class="task-list-item"><input type="checkbox" disabled checked /> done</li>');
    expect(html).toContain('<summary>More</summary>');
    expect(html).not.toContain('hidden');
  });

  it('open an issue, and do to it what people do', async () => {
    const opened = await post('/acme/api/issues', { title: 'Old <parser>', labels: 'tech-debt, debt: 5', body: 'Why' });
    const address = opened.headers.get('location') ?? '';
    expect([opened.status, address]).toEqual([303, '/acme/api/issues/1']);
    const said = await page(address);
    for (const text of ['Old &lt;parser&gt;', 'tech-debt', 'debt: 5', 'Close as not planned'])
      expect(said).toContain(text);
    await post(`${address}/labels`, { remove: 'debt: 5' });
    await post(`${address}/comments`, { body: 'On it' });
    await post(`${address}/state`, { to: 'not_planned' });
    const [issue] = github.world.repoOf('acme/api').threads.values();
    expect(issue).toMatchObject({ open: false, reason: 'not_planned', comments: [{ body: 'On it' }] });
    expect(issue?.labels.map(({ name }) => name)).toEqual(['tech-debt']);
    expect(await page('/acme/api')).toContain('Old &lt;parser&gt;');
    for (const path of ['/acme/api/issues/2', '/acme/api/pull/1']) expect((await fetch(url + path)).status).toBe(404);
    expect((await post(`${address}/state`, { to: 'merged' })).status).toBe(422);
  });

  it('hold the page of every rule, for the check to link to', async () => {
    expect(await page('/docs/rules/security/threat-model.md')).toContain('<h2>How to meet it</h2>');
    for (const path of ['/docs/rules/none.md', '/docs/rules/..%2f..%2fpackage.json', '/docs/rules/security/none.md'])
      expect((await fetch(url + path)).status).toBe(404);
  });

  it('say that there is no such page', async () => {
    for (const path of ['/acme/none', '/acme/api/pull/9', '/none']) expect((await fetch(url + path)).status).toBe(404);
  });
});

describe('a form', () => {
  it('lets other people of the organisation speak and look after a pull request', async () => {
    github.world.addTeam('staff', ['stella']);
    const pull = open();
    expect(await page('/acme/api/pull/1')).toContain('<option value="stella">stella (staff)</option>');
    await post('/acme/api/pull/1/comments', { body: '/truenorth help', by: 'stella' });
    await post('/acme/api/pull/1/people', { by: 'stella', does: 'asked' });
    await post('/acme/api/pull/1/people', { by: 'stella', does: 'approve' });
    expect(pull.comments.map(({ author }) => author.login)).toEqual(['stella']);
    expect(pull.reviews).toMatchObject([{ state: 'APPROVED' }]);
    github.world.react(pull.comments[0] as Comment, 'THUMBS_UP');
    const text = await page('/acme/api/pull/1');
    expect(text).toContain('stella: approved');
    expect(text).toContain('👍');
    const nobody = await post('/acme/api/pull/1/comments', { body: 'x', by: '<b>' });
    expect(nobody.status).toBe(422);
  });

  it('changes the world in your name, and leads back', async () => {
    const pull = open();
    const answer = await post('/acme/api/pull/1/edit', { title: 'Two', body: 'a\r\nb' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/acme/api/pull/1']);
    expect(pull).toMatchObject({ title: 'Two', body: 'a\nb' });
    await post('/acme/api/pull/1/labels', { add: 'bug' });
    await post('/acme/api/pull/1/comments', { body: 'Hello' });
    await post('/acme/api/pull/1/files', { path: 'src/b.ts', content: 'b' });
    await post('/acme/api/pull/1/state', { to: 'draft' });
    expect(pull.labels.map(({ name }) => name)).toEqual(['bug']);
    expect(pull.comments[0]).toMatchObject({ body: 'Hello', author: { login: 'you', type: 'User' } });
    expect(pull.repo.commits.get(pull.head.sha)?.files.get('src/b.ts')).toBe('b\n');
    expect(pull.draft).toBe(true);
    await post('/acme/api/pull/1/labels', { remove: 'bug' });
    expect(pull.labels).toEqual([]);
  });

  it('opens and merges a pull request, and saves the configuration to the default branch', async () => {
    await post('/acme/api/pulls', { title: 'New', body: '', path: 'x.ts', content: 'x', fork: 'yes' });
    const pull = github.world.pull('acme/api', 1);
    expect(pull).toMatchObject({ author: { login: 'you' }, head: { repo: { fork: true } } });
    await post('/acme/api/pull/1/state', { to: 'merged' });
    expect(pull.mergedAt).toBeDefined();
    await post('/acme/api/configuration', { text: 'version: 1\n' });
    expect(await page('/acme/api')).toContain('version: 1');
  });

  it('that makes no sense is refused in words', async () => {
    open();
    const answer = await post('/acme/api/pull/1/files', { path: '../etc', content: '' });
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('A file needs a path')]);
    const merged = async () => (await post('/acme/api/pull/1/state', { to: 'merged' })).status;
    expect([await merged(), await merged()]).toEqual([303, 405]);
  });

  it('of another site is refused', async () => {
    const pull = open();
    const elsewhere: Record<string, string>[] = [
      { origin: 'http://evil.example' },
      { origin: 'null' },
      { origin: url, 'sec-fetch-site': 'cross-site' },
      {},
    ];
    for (const headers of elsewhere)
      expect((await post('/acme/api/pull/1/edit', { title: 'Evil' }, headers)).status).toBe(403);
    expect(pull.title).toBe('One');
  });

  it('larger than 1 MB is refused', async () => {
    expect((await post('/acme/api/configuration', { text: 'x'.repeat(1_100_000) })).status).toBe(413);
  });
});

it('a name that somebody else points at this machine opens nothing', async () => {
  const { request } = await import('node:http');
  const status = await new Promise((resolve) => {
    request(url, { headers: { host: 'evil.example' } }, ({ statusCode }) => resolve(statusCode)).end();
  });
  expect(status).toBe(403);
});

it('a page is told when the world changes, until the sandbox ends', async () => {
  const { body } = await fetch(`${url}/events`);
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader?.read())?.value).toBe(': here\n\n');
  open();
  expect((await reader?.read())?.value).toContain('data: changed');
  ending.abort();
  for (let done = false; !done; ) done = (await reader?.read())?.done ?? true;
});
