import { html } from 'hono/html';

/** A page, escaped, and where its form may lead. */
export interface Page {
  status: number;
  body: string;
  /** An origin; `undefined` where there is no form. */
  leadsTo?: string;
}

const STYLE =
  'body{font:1.1rem/1.5 system-ui,sans-serif;max-width:38rem;margin:10vh auto;padding:0 1rem}button{font:inherit;padding:.5rem 1rem}';

const page = (status: number, title: string, content: unknown, leadsTo?: string): Page => ({
  status,
  body: String(html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<title>${title} · Truenorth</title><style>${STYLE}</style></head>
<body><main><h1>${title}</h1>
${content}</main></body></html>`),
  ...(leadsTo === undefined ? {} : { leadsTo }),
});

/** What is sent to GitHub, for a person to send. */
export const askPage = (form: { action: string; manifest: object; owner: string }): Page =>
  page(
    200,
    'Register Truenorth on GitHub',
    html`<p>GitHub registers the app for <strong>${form.owner}</strong>, with the permissions and events of <code>app.yml</code>. You can change its name there.
Its credentials come back to this machine, and nowhere else.</p>
<form action="${form.action}" method="post"><input type="hidden" name="manifest" value="${JSON.stringify(form.manifest)}">
<button>Register on GitHub</button></form>`,
    new URL(form.action).origin,
  );

export const donePage = ({ slug, file, install }: { slug: string; file: string; install: string }): Page =>
  page(
    200,
    `${slug} is registered`,
    html`<p>Its credentials are in <code>${file}</code>. Next: <a href="${install}">install it</a>. The terminal says whether all is well.</p>`,
  );

export const refusedPage = (status: number, title: string, sentence: string): Page =>
  page(status, title, html`<p>${sentence}</p>`);
