import type { Hook, HookDelivery } from '../model/registration.ts';
import { WEBHOOK_PATH } from '../model/well-known.ts';
import type { Facts } from './facts.ts';
import type { Finding } from './finding.ts';

/** Whether GitHub sends webhooks to where the app listens. */
export function hookFinding({ hook, secretLength }: Facts): Finding {
  const about = 'webhook address';
  if ('because' in hook) return { about, state: 'unknown', found: hook.because };
  const { url, contentType, hasSecret, checksCertificate } = hook.value;
  const wrong = wrongWith(hook.value);
  const found = `${url === '' ? 'none' : url}${contentType === '' ? '' : ` as ${contentType}`}`;
  if (wrong.length > 0)
    return { about, state: 'broken', found, fix: `On the app’s page, under Webhook: ${wrong.join('; ')}` };
  if (!hasSecret) return { about, state: 'broken', found: `${found}, without a secret`, fix: SECRET };
  if (secretLength < LEAST_SECRET)
    return { about, state: 'look', found: `${found}, with a secret of ${secretLength} characters`, fix: LONGER };
  if (!checksCertificate)
    return {
      about,
      state: 'look',
      found: `${found}, without verifying the certificate`,
      fix: 'Turn SSL verification on',
    };
  if (isInTheClear(url))
    return {
      ...{ about, state: 'look', found: `${found}, in the clear` },
      fix: 'Put something that ends TLS before the app, and let the URL begin with https: who reads deliveries on their way learns what is private, and can send them again',
    };
  return { about, state: 'fine', found };
}

/** Not where they never leave the machine. */
const isInTheClear = (address: string): boolean => {
  const { protocol, hostname } = new URL(address);
  return protocol === 'http:' && !/^(?:localhost|127\..*|\[::1\])$/.test(hostname);
};

const SECRET = 'Set the app’s webhook secret, on its page under Webhook, to the value of WEBHOOK_SECRET';

/** Shorter ones can be guessed by whoever has seen one signed delivery. */
const LEAST_SECRET = 16;
const LONGER =
  'Make one that nobody guesses (`openssl rand -hex 32`); set it here and on the app’s page, and keep the old one in WEBHOOK_SECRET_PREVIOUS for an hour';

function wrongWith({ url, contentType }: Hook): string[] {
  const path = URL.canParse(url) ? new URL(url).pathname : '';
  return [
    ...(path.endsWith(WEBHOOK_PATH) ? [] : [`set the URL to https://<where the app runs>${WEBHOOK_PATH}`]),
    ...(contentType === 'json' ? [] : ['set the content type to application/json']),
  ];
}

/** What the newest deliveries tell of the address and the secret. */
export function deliveryFinding({ deliveries, now }: Facts): Finding {
  const about = 'deliveries';
  if ('because' in deliveries) return { about, state: 'unknown', found: deliveries.because };
  const [newest] = deliveries.value;
  if (newest === undefined)
    return {
      about,
      state: 'look',
      found: 'GitHub has sent none lately',
      fix: 'Open or edit a pull request, and look again',
    };
  const failed = deliveries.value.filter(({ status }) => !isTaken(status));
  const found = `${failed.length} of the last ${deliveries.value.length} were not taken in, the newest ${minutes(now - newest.at)} ago`;
  if (isTaken(newest.status))
    return { about, state: failed.length > 0 ? 'look' : 'fine', found, ...(failed.length > 0 ? { fix: AGAIN } : {}) };
  return {
    about,
    state: 'broken',
    found: `${found} (${newest.event}: ${newest.status || 'no answer'})`,
    fix: cureOf(newest),
  };
}

const AGAIN = 'Nothing: the newest came through, and the app asks GitHub for the failed ones again';

const isTaken = (status: number): boolean => status >= 200 && status < 300;

function cureOf({ status }: HookDelivery): string {
  if (status === 401)
    return `The signature was refused. ${SECRET}; while you change it, keep the old one in WEBHOOK_SECRET_PREVIOUS`;
  if (status === 404 || status === 405) return `Something else answers there. Let the URL end with ${WEBHOOK_PATH}`;
  if (status === 503) return 'The app could not commit the work: see the database above, and /readyz';
  return 'GitHub could not reach the app: start it, open the way to it from the internet (or from the Enterprise Server), and check its certificate';
}

const minutes = (ms: number): string => {
  const count = Math.max(0, Math.round(ms / 60_000));
  return count < 120
    ? `${count} min`
    : count < 2_880
      ? `${Math.round(count / 60)} h`
      : `${Math.round(count / 1_440)} days`;
};
