import { html } from 'hono/html';
import type { Piece } from './parts.ts';

/** How to leave the sandbox: the same app, for a real organisation. */
export const connectPage = (): Piece => html`<h1>Connect a real organisation</h1>
<p>The app you are watching is the one that runs for real. It serves GitHub once it has <code>APP_ID</code>, a private key and a
webhook secret; with none of the three, it runs this sandbox.</p>
<div class="markdown-body"><p>The short way is one command, which registers the app from a page on your machine and writes these settings to
<code>.env</code>; then start the app again, and install it:</p>
<pre><code>npx truenorth setup --organization acme --url https://HOST</code></pre>
<p>Or by hand:</p>
<ol>
<li><strong>Create a GitHub App</strong> in your organisation's settings, under Developer settings. Give it the permissions and
events that are listed in <code>app.yml</code>, no more.</li>
<li>As its <strong>webhook URL</strong>, enter <code>https://HOST/api/github/webhooks</code>, where <code>HOST</code> is where this
app can be reached; as its <strong>webhook secret</strong>, a random text of at least 20 characters. The content type is <code>application/json</code>.</li>
<li><strong>Generate a private key</strong> on the App's page and keep the file where only this app can read it.</li>
<li><strong>Start the app again</strong> with what the App's page shows:
<pre><code>APP_ID=123456 \\
PRIVATE_KEY_PATH=/etc/truenorth/app.pem \\
WEBHOOK_SECRET=… \\
npm start</code></pre></li>
<li><strong>Install the App</strong> on the organisation. It opens one issue that proposes a configuration, and writes nothing else until a
repository, or the organisation's <code>.github</code> repository, has a <code>.github/truenorth.yml</code>.</li>
</ol></div>`;
