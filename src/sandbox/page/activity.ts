import { html } from 'hono/html';
import type { Delivery } from '../github/deliveries.ts';
import type { Call } from '../github/gate.ts';
import type { PlayedGitHub } from '../start.ts';
import { ago, button, type Piece } from './parts.ts';

const SHOWN = 60;

/** What GitHub told the app, and what the app asked of it and wrote. */
export function activityPage({ world, deliveries, calls }: PlayedGitHub): Piece {
  const [reads, writes] = (['read', 'write'] as const).map((kind) => calls.filter((call) => call.kind === kind).length);
  return html`<h1>Webhooks and calls</h1>
<p class="soft">What this GitHub told the app, and what the app did about it: ${reads} readings and ${writes} writings so far.
An event that changes no verdict costs no writing.</p>
<section class="box" aria-label="Webhooks"><header><strong>Webhooks</strong></header><div class="inside">
<table class="plain"><thead><tr><th>Event</th><th>Repository</th><th>Answer</th><th>When</th><th></th></tr></thead>
<tbody>${deliveries
    .list()
    .slice(0, SHOWN)
    .map((delivery) => deliveryRow(delivery, world.now()))}</tbody></table></div></section>
<section class="box" aria-label="Calls"><header><strong>Calls</strong></header><div class="inside">
<table class="plain"><thead><tr><th>Call</th><th>Kind</th><th>Answer</th><th>When</th></tr></thead>
<tbody>${calls
    .slice(-SHOWN)
    .reverse()
    .map((call) => callRow(call, world.now()))}</tbody></table></div></section>`;
}

const deliveryRow = (delivery: Delivery, now: number): Piece => html`<tr>
<td><code>${delivery.event}${delivery.action === null ? '' : `.${delivery.action}`}</code>${delivery.redelivery ? ' again' : ''}</td>
<td>${delivery.repository ?? ''}</td><td>${delivery.status} ${delivery.status_code || ''} <span class="soft">${Math.round(delivery.duration * 1000)} ms</span></td>
<td>${ago(Date.parse(delivery.delivered_at), now)}</td>
<td>${button('/activity/redeliver', 'Redeliver', { id: String(delivery.id) }, 'small')}</td></tr>`;

const callRow = ({ route, kind, status, at }: Call, now: number): Piece =>
  html`<tr><td><code>${route}</code></td><td>${kind}</td><td>${status}</td><td>${ago(at, now)}</td></tr>`;
