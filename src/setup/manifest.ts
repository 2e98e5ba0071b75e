import { z } from 'zod';
import { WEBHOOK_PATH } from '../model/well-known.ts';

/** The project's `app.yml`: the one place where the app's permissions and events are written for GitHub. */
const AppFile = z.object({
  name: z.string(),
  description: z.string(),
  url: z.string(),
  public: z.boolean(),
  default_permissions: z.record(z.string(), z.string()),
  default_events: z.array(z.string()),
});

export interface Wanted {
  /** Whose the app will be; `undefined` is whoever registers it. */
  organization: string | undefined;
  /** Where GitHub reaches the app; `undefined` where nobody knows yet. */
  url: string | undefined;
}

/** GitHub asks for an address, also of a webhook that is turned off. This one is nobody's. */
const NOWHERE = 'https://example.com';

/** The longest name of an app. */
const NAME = 34;

/** What GitHub is asked to register, and where it sends the browser afterwards. */
export const manifestOf = (app: unknown, { organization, url }: Wanted, returnTo: string) => {
  const { name, ...rest } = AppFile.parse(app);
  return {
    // Names are taken once for all of GitHub; who registers it can still choose another.
    name: `${name[0]?.toUpperCase()}${name.slice(1)}${organization === undefined ? '' : ` ${organization}`}`.slice(
      0,
      NAME,
    ),
    ...rest,
    hook_attributes: { url: webhookAt(url ?? NOWHERE), active: url !== undefined },
    redirect_url: returnTo,
  };
};

const webhookAt = (url: string): string => `${url.replace(/\/+$/, '').replace(WEBHOOK_PATH, '')}${WEBHOOK_PATH}`;
