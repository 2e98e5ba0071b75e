import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** What connects the app to a GitHub. */
export interface Credentials {
  appId: number;
  privateKey: string;
  webhookSecret: string;
  previousWebhookSecret: string | undefined;
  /** GitHub's API, for an Enterprise Server; `undefined` is github.com. */
  baseUrl: string | undefined;
}

export interface Settings {
  /** `undefined`: no credentials at all, so the sandbox is run. */
  credentials: Credentials | undefined;
  /** A person's token, with which the command line reads. */
  token: string | undefined;
  /** GitHub's API, for an Enterprise Server; `undefined` is github.com. */
  baseUrl: string | undefined;
  host: string;
  port: number;
  logLevel: string;
  databaseUrl: string | undefined;
  dataDirectory: string;
  /** Where the rule pages are, to link to: `https://…/docs/rules`. */
  docsUrl: string | undefined;
  metricsToken: string | undefined;
  concurrency: number;
  /** Where traces are sent, if anywhere. */
  tracesTo: string | undefined;
}

/** A setting that is missing or wrong, told to the operator in a sentence. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const HOST = 'GHE_HOST is a host name, with a port if need be';

const Environment = z.object({
  APP_ID: z.coerce.number('APP_ID is a number, shown on the app’s settings page').int().positive().optional(),
  PRIVATE_KEY: z.string().optional(),
  PRIVATE_KEY_PATH: z.string().optional(),
  WEBHOOK_SECRET: z.string().optional(),
  WEBHOOK_SECRET_PREVIOUS: z.string().optional(),
  // In a header it would be refused in words that hold it.
  GITHUB_TOKEN: z
    .string()
    .trim()
    .regex(/^[!-~]+$/, 'GITHUB_TOKEN has a space, a line break or a letter within that no token has; copy it anew')
    .optional(),
  GHE_HOST: z
    .string()
    .refine((host) => /^[A-Za-z0-9.-]+(:\d+)?$/.test(host) && URL.canParse(`https://${host}`), HOST)
    .optional(),
  GHE_PROTOCOL: z.enum(['https', 'http'], 'GHE_PROTOCOL is https or http').default('https'),
  HOST: z.string().optional(),
  PORT: z.coerce.number('PORT is a number').int().min(0).max(65_535).default(3000),
  LOG_LEVEL: z.enum(LEVELS, `LOG_LEVEL is one of ${LEVELS.join(', ')}`).default('info'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'DATABASE_URL begins with postgres://')
    .optional(),
  TRUENORTH_DATA_DIR: z.string().default('.truenorth'),
  TRUENORTH_DOCS_URL: z.url({ protocol: /^https?$/, error: 'TRUENORTH_DOCS_URL is an http(s) address' }).optional(),
  TRUENORTH_CONCURRENCY: z.coerce.number('TRUENORTH_CONCURRENCY is a number').int().min(1).max(100).default(8),
  METRICS_TOKEN: z.string().min(16, 'METRICS_TOKEN has at least 16 characters').optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'OTEL_EXPORTER_OTLP_ENDPOINT is an http(s) address' })
    .optional(),
  NODE_ENV: z.string().optional(),
});

/**
 * Reads the settings from the environment; empty and blank values count as unset.
 *
 * @throws SettingsError naming everything that is missing or wrong. Values are never repeated: they may be secrets.
 */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = Environment.safeParse(given);
  if (!parsed.success) throw new SettingsError(parsed.error.issues.map(told).join('\n'));
  const env = parsed.data;
  const credentials = credentialsOf(env);
  return {
    credentials,
    token: env.GITHUB_TOKEN,
    baseUrl: apiOf(env),
    host: env.HOST ?? (credentials ? '0.0.0.0' : '127.0.0.1'),
    port: env.PORT,
    logLevel: env.LOG_LEVEL,
    databaseUrl: env.DATABASE_URL,
    dataDirectory: env.TRUENORTH_DATA_DIR,
    docsUrl: env.TRUENORTH_DOCS_URL,
    metricsToken: env.METRICS_TOKEN,
    concurrency: env.TRUENORTH_CONCURRENCY,
    tracesTo: env.OTEL_EXPORTER_OTLP_ENDPOINT,
  };
}

/** The setting's name comes first, once. */
const told = ({ path, message }: z.core.$ZodIssue): string => {
  const name = path.join('.');
  return message.startsWith(`${name} `) ? message : `${name}: ${message}`;
};

const apiOf = ({ GHE_HOST: host, GHE_PROTOCOL: protocol }: z.infer<typeof Environment>): string | undefined =>
  host === undefined ? undefined : `${protocol}://${host}/api/v3`;

function credentialsOf(env: z.infer<typeof Environment>): Credentials | undefined {
  const key = privateKeyOf(env);
  const missing = [
    env.APP_ID === undefined ? 'APP_ID' : '',
    key === undefined ? 'PRIVATE_KEY (or PRIVATE_KEY_PATH)' : '',
    env.WEBHOOK_SECRET === undefined ? 'WEBHOOK_SECRET' : '',
  ].filter((name) => name !== '');
  if (env.APP_ID !== undefined && key !== undefined && env.WEBHOOK_SECRET !== undefined) {
    return {
      appId: env.APP_ID,
      privateKey: key,
      webhookSecret: env.WEBHOOK_SECRET,
      previousWebhookSecret: env.WEBHOOK_SECRET_PREVIOUS,
      baseUrl: apiOf(env),
    };
  }
  if (missing.length < 3)
    throw new SettingsError(
      `To serve GitHub, set ${missing.join(' and ')} too. Without any of the three, the sandbox is run.`,
    );
  if (env.NODE_ENV === 'production')
    throw new SettingsError(`In production there is no sandbox: set ${missing.join(', ')}. No secret is ever assumed.`);
  return undefined;
}

/** The key in PEM, from the variable (with `\n` written out, or in base64) or from a file. */
function privateKeyOf({ PRIVATE_KEY: key, PRIVATE_KEY_PATH: path }: z.infer<typeof Environment>): string | undefined {
  if (key === undefined && path === undefined) return undefined;
  let text: string;
  try {
    text = key ?? readFileSync(path ?? '', 'utf8');
  } catch (error) {
    throw new SettingsError(`PRIVATE_KEY_PATH cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
  const unescaped = text.replaceAll('\\n', '\n');
  const pem = unescaped.includes('-----BEGIN') ? unescaped : Buffer.from(text, 'base64').toString('utf8');
  if (!/-----BEGIN (RSA )?PRIVATE KEY-----/.test(pem))
    throw new SettingsError('PRIVATE_KEY is not a private key in PEM (“-----BEGIN RSA PRIVATE KEY-----”)');
  return pem;
}
