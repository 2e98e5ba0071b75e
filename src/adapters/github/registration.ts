import { z } from 'zod';
import type { Grant, Hook, HookDelivery, Registration } from '../../model/registration.ts';
import type { Registry } from '../../ports/github.ts';
import type { Client } from './client.ts';
import { paged } from './paging.ts';
import { readDeliveries } from './recovery.ts';

const Permissions = z.record(z.string(), z.string());

const App = z.object({ id: z.number(), slug: z.string(), permissions: Permissions, events: z.array(z.string()) });

const HookConfig = z.object({
  url: z.string().default(''),
  content_type: z.string().default(''),
  insecure_ssl: z.union([z.string(), z.number()]).default('0'),
  secret: z.string().optional(),
});

const Deliveries = z.array(z.object({ delivered_at: z.string(), event: z.string(), status_code: z.number() }));

const Installations = z.array(
  z.object({
    id: z.number(),
    account: z.object({ login: z.string(), type: z.string().optional() }).nullable(),
    suspended_at: z.string().nullish(),
    repository_selection: z.string(),
    permissions: Permissions,
  }),
);

/** The `Registry` port: what GitHub knows of the app itself. */
export const createRegistry = (client: Client): Registry => ({
  deliveriesSince: (since) => readDeliveries(client, since),
  async redeliver(id) {
    await client.asApp('POST /app/hook/deliveries/{delivery_id}/attempts', { delivery_id: id });
  },
  async registration(): Promise<Registration> {
    const { data, headers } = await client.askAsApp('GET /app');
    const at = Date.parse(String(headers.date ?? ''));
    return { ...App.parse(data), at: Number.isNaN(at) ? undefined : at };
  },
  async hook(): Promise<Hook> {
    const config = HookConfig.parse(await client.asApp('GET /app/hook/config'));
    return {
      ...{ url: config.url, contentType: config.content_type, hasSecret: (config.secret ?? '') !== '' },
      checksCertificate: String(config.insecure_ssl) === '0',
    };
  },
  async deliveries(): Promise<HookDelivery[]> {
    const answer = Deliveries.parse(await client.asApp('GET /app/hook/deliveries', { per_page: 30 }));
    return answer.map(({ delivered_at: at, event, status_code: status }) => ({ at: Date.parse(at), event, status }));
  },
  async grants(): Promise<Grant[]> {
    const all = await paged(async (page, size) =>
      Installations.parse(await client.asApp('GET /app/installations', { per_page: size, page })),
    );
    return all.flatMap(({ id, account, suspended_at: suspended, repository_selection: selection, permissions }) =>
      account === null
        ? []
        : [
            {
              ...{ installation: id, owner: account.login, organisation: account.type !== 'User' },
              ...{ suspended: Boolean(suspended), seesAll: selection === 'all', permissions },
            },
          ],
    );
  },
});
