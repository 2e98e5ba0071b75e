import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { readSettings } from '../settings.ts';
import { register, type SetupWanted } from '../setup/register.ts';
import { type Call, type Command, UsageError } from './command.ts';
import { doctor } from './doctor.ts';
import { mention, tell } from './output.ts';

const PATIENCE = 10 * 60_000;

export const setup: Command = {
  name: 'setup',
  takes: '',
  about:
    'Registers the app on GitHub, from a page on this machine; writes its credentials to a new .env, and ends with the doctor.',
  options: {
    organization: { type: 'string', value: 'NAME', about: 'who owns the app; default: your own account' },
    url: {
      type: 'string',
      value: 'URL',
      about:
        'where GitHub reaches the app; without it, the webhook is off until you enter its address on the app’s page',
    },
    'enterprise-server': {
      type: 'string',
      value: 'URL',
      about: 'an Enterprise Server’s address; default: GHE_HOST, or github.com',
    },
    env: {
      type: 'string',
      value: 'FILE',
      about: 'the file to write; default .env; never overwrites an existing one',
    },
    port: { type: 'string', value: 'N', about: 'the page’s port on 127.0.0.1; default: any free one' },
    'no-browser': { type: 'boolean', about: 'only print the page’s address' },
  },
  more: 'The page waits for ten minutes. Ctrl-C is safe: nothing is written before GitHub has answered.\nExit code: 0 fine, 1 the doctor found something broken, 2 wrong usage, a file that exists already, or GitHub refused,\n3 the port is taken, nobody came back in time, or GitHub cannot be reached.',
  async run({ values, environment }) {
    const wanted = wantedOf(values, environment);
    const { wireSetup } = await import('../wire/commands.ts');
    const { slug, install, settings } = await register(wanted, {
      ...{ app: parse(readFileSync(new URL('../../app.yml', import.meta.url), 'utf8')), patience: PATIENCE },
      ...wireSetup(wanted.web),
      announce: (address) => void show(address, values['no-browser'] !== true),
    });
    tell(`${slug} is registered; its credentials are in ${wanted.file}.\nInstall it: ${install}`);
    return doctor.run({ positionals: [], values: {}, environment: { ...environment, ...settings } });
  },
};

async function show(address: string, browse: boolean): Promise<void> {
  mention(`Open ${address} in a browser on this machine.`);
  if (!browse) return;
  const { default: open } = await import('open');
  await open(address).catch(() => undefined);
}

/** @throws UsageError where an option’s value makes no sense. */
function wantedOf(values: Call['values'], environment: Call['environment']): SetupWanted {
  const { organization, url, 'enterprise-server': server, env = '.env', port = '0' } = values as Record<string, string>;
  if (organization !== undefined && !/^[\w-]{1,100}$/.test(organization))
    throw new UsageError('--organization is the name in its address: acme, of https://github.com/acme');
  if (url !== undefined && !isAddress(url))
    throw new UsageError('--url is an address such as https://truenorth.example');
  if (server !== undefined && !(isAddress(server) && new URL(server).pathname === '/'))
    throw new UsageError('--enterprise-server is an address such as https://ghe.example');
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new UsageError('--port is a number from 1 to 65535');
  const { GHE_HOST, GHE_PROTOCOL } = environment;
  const standing = readSettings({ GHE_HOST, GHE_PROTOCOL }).baseUrl;
  const web = new URL(server ?? standing ?? 'https://github.com').origin;
  return { ...{ organization, url, web, port: Number(port), file: env } };
}

const isAddress = (text: string): boolean => {
  const { protocol = '', search = '', hash = '', username = '' } = URL.parse(text) ?? {};
  return /^https?:$/.test(protocol) && `${search}${hash}${username}` === '';
};
