import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { appShape } from '../shapes.ts';
import type { World } from '../world.ts';

const Manifest = z.object({
  ...{ name: z.string().max(34), url: z.url(), redirect_url: z.url(), public: z.boolean() },
  hook_attributes: z.object({ url: z.url(), active: z.boolean() }),
  default_permissions: z.record(z.string(), z.enum(['read', 'write'])),
  default_events: z.array(z.string()),
});

/** Where a browser brings an app's manifest. Whoever comes is logged in, and presses the button at once; the app is always the one that is played. */
export function manifestPages(codes: Set<string>): Hono {
  const pages = new Hono();
  for (const path of ['/settings/apps/new', '/organizations/:org/settings/apps/new'])
    pages.post(path, async (c) => {
      const { manifest } = await c.req.parseBody();
      const { redirect_url } = Manifest.parse(JSON.parse(String(manifest)));
      const code = randomBytes(20).toString('hex');
      codes.add(code);
      const back = new URL(redirect_url);
      back.searchParams.set('code', code);
      back.searchParams.set('state', c.req.query('state') ?? '');
      return c.redirect(back.href);
    });
  return pages;
}

export interface AppSecrets {
  privateKey: string;
  webhookSecret: string;
}

/** What a code is worth, once. */
export function manifestRoutes(world: World, codes: Set<string>, { privateKey, webhookSecret }: AppSecrets): Hono {
  const routes = new Hono();
  routes.post('/app-manifests/:code/conversions', (c) => {
    if (!codes.delete(c.req.param('code'))) throw new Refusal(404, 'Not Found');
    const secrets = {
      pem: privateKey,
      webhook_secret: webhookSecret,
      client_id: 'Iv1.played',
      client_secret: 'played',
    };
    return c.json(
      { ...appShape(world), ...secrets, html_url: `${world.urls.html}/github-apps/${world.app.slug}` },
      201,
    );
  });
  return routes;
}
