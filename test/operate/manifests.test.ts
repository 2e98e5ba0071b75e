import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { createProbes, notFound } from '../../src/doors/probes.ts';

const ROOT = join(import.meta.dirname, '../..');
const text = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const yaml = (path: string) =>
  parseAllDocuments(text(path)).map((document) => {
    expect([...document.errors, ...document.warnings], path).toEqual([]);
    return document.toJS() as unknown;
  });

const settings = [...text('src/settings.ts').matchAll(/^ {2}([A-Z][A-Z_]+): z\b/gm)].map(([, name]) => name ?? '');
/** How long the app lets what runs end, s. */
const patience = Number(/const PATIENCE = (\d+)_000;/.exec(text('src/commands/start.ts'))?.[1]);
const port = Number(/EXPOSE (\d+)/.exec(text('Dockerfile'))?.[1]);

const Secret = z.object({ secretKeyRef: z.strictObject({ name: z.literal('truenorth'), key: z.string() }) });
const Env = z.object({ name: z.string() }).and(z.object({ value: z.string() }).or(z.object({ valueFrom: Secret })));
const Hardened = z.object({
  user: z.string(),
  read_only: z.literal(true),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.array(z.string()),
  restart: z.literal('unless-stopped'),
  healthcheck: z.object({ test: z.array(z.string()) }),
  stop_grace_period: z.string(),
  env_file: z.string(),
  volumes: z.array(z.string()),
});
const Compose = z.object({
  services: z.object({
    truenorth: Hardened.extend({ environment: z.record(z.string(), z.string()), ports: z.array(z.string()) }),
    postgres: Hardened,
  }),
  volumes: z.record(z.string(), z.null()),
});
const Probe = z.object({ httpGet: z.object({ path: z.string(), port: z.literal('http') }) });
const Container = z.object({
  env: z.array(Env),
  envFrom: z.tuple([z.object({ secretRef: z.object({ name: z.literal('truenorth') }) })]),
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })),
  startupProbe: Probe,
  readinessProbe: Probe,
  livenessProbe: Probe,
  lifecycle: z.object({ preStop: z.object({ exec: z.object({ command: z.array(z.string()) }) }) }),
  securityContext: z.object({
    allowPrivilegeEscalation: z.literal(false),
    readOnlyRootFilesystem: z.literal(true),
    capabilities: z.object({ drop: z.tuple([z.literal('ALL')]) }),
  }),
});
const Labels = z.object({ 'app.kubernetes.io/name': z.literal('truenorth') });
const Deployment = z.object({
  kind: z.literal('Deployment'),
  spec: z.object({
    replicas: z.number().min(2),
    selector: z.object({ matchLabels: Labels }),
    template: z.object({
      metadata: z.object({ labels: Labels }),
      spec: z.object({
        terminationGracePeriodSeconds: z.number(),
        securityContext: z.object({ runAsNonRoot: z.literal(true), runAsUser: z.number().positive() }),
        containers: z.tuple([Container]),
      }),
    }),
  }),
});
const Budget = z.object({
  kind: z.literal('PodDisruptionBudget'),
  spec: z.object({ minAvailable: z.literal(1), selector: z.object({ matchLabels: Labels }) }),
});
const Service = z.object({
  kind: z.literal('Service'),
  spec: z.object({ selector: Labels, ports: z.tuple([z.object({ targetPort: z.literal('http') })]) }),
});
const Kubernetes = z.tuple([Deployment, Budget, Service]);

/** What each path answers on an app that is ready. */
async function answers(paths: readonly string[]) {
  const metrics = { text: async () => '', contentType: 'text/plain' };
  const probes = createProbes({ obstacles: async () => [], metrics, metricsToken: undefined, others: notFound });
  const server = createServer(probes).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port: on } = server.address() as AddressInfo;
  const statuses = await Promise.all(paths.map(async (path) => (await fetch(`http://127.0.0.1:${on}${path}`)).status));
  server.close();
  return statuses;
}

describe('compose.yml', () => {
  const { services, volumes } = Compose.parse(yaml('docs/operate/compose.yml')[0]);
  const { truenorth, postgres } = services;

  it('names no setting that the app does not know', () => {
    expect(settings).toContain('APP_ID');
    const example = [...text('docs/operate/truenorth.env.example').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
    expect(settings).toEqual(expect.arrayContaining([...example, ...Object.keys(truenorth.environment)]));
  });

  it('leads to the port on which the app listens, and to the database that it makes', () => {
    expect([truenorth.ports, truenorth.environment.PORT]).toEqual([[`127.0.0.1:${port}:${port}`], String(port)]);
    const url = /^DATABASE_URL=(.*)$/m.exec(text('docs/operate/truenorth.env.example'))?.[1] ?? '';
    const made = Object.fromEntries(
      [...text('docs/operate/postgres.env.example').matchAll(/^(POSTGRES_\w+)=(.*)$/gm)].map(([, k, v]) => [k, v]),
    );
    const { username, password, hostname, pathname } = new URL(url);
    expect(made).toEqual({ POSTGRES_USER: username, POSTGRES_DB: pathname.slice(1), POSTGRES_PASSWORD: password });
    expect(Object.keys(services)).toContain(hostname);
    expect(postgres.healthcheck.test).toEqual(
      expect.arrayContaining([`--username=${username}`, `--dbname=${pathname.slice(1)}`]),
    );
  });

  it('asks for health where the app answers, and waits for what runs to end', async () => {
    const path = new RegExp(`127\\.0\\.0\\.1:${port}(/\\w+)`).exec(truenorth.healthcheck.test.join(' '))?.[1] ?? '';
    expect(await answers([path])).toEqual([200]);
    expect(Number.parseInt(truenorth.stop_grace_period, 10)).toBeGreaterThan(patience);
  });

  it('keeps the database in a volume, and the embedded one, were it used', () => {
    const places = [...postgres.volumes, ...truenorth.volumes].map((volume) => volume.split(':', 1)[0]);
    expect(places).toEqual(Object.keys(volumes));
    expect(truenorth.volumes[0]).toMatch(/:\/data$/);
    expect(text('Dockerfile')).toContain('TRUENORTH_DATA_DIR=/data');
  });
});

describe('kubernetes.yml', () => {
  const [deployment] = Kubernetes.parse(yaml('docs/operate/kubernetes.yml'));
  const { spec } = deployment.spec.template;
  const [container] = spec.containers;

  it('names no setting that the app does not know, and holds no secret', () => {
    expect(settings).toEqual(expect.arrayContaining(container.env.map(({ name }) => name)));
    expect(container.env.filter((one) => 'value' in one)).toEqual([{ name: 'PORT', value: String(port) }]);
  });

  it('starts no replica without the database that they share', () => {
    const asked = container.env.flatMap((one) =>
      'valueFrom' in one ? [[one.name, one.valueFrom.secretKeyRef.key]] : [],
    );
    expect(asked).toEqual([['DATABASE_URL', 'DATABASE_URL']]);
  });

  it('probes where the app answers', async () => {
    const { startupProbe, livenessProbe, readinessProbe } = container;
    const paths = [startupProbe, livenessProbe, readinessProbe].map(({ httpGet }) => httpGet.path);
    expect(paths).toEqual(['/healthz', '/healthz', '/readyz']);
    expect(await answers(paths)).toEqual([200, 200, 200]);
    expect(container.ports).toEqual([{ name: 'http', containerPort: port }]);
  });

  it('lets the Service forget a pod, and what runs end, before it is killed', () => {
    const [, pause] = container.lifecycle.preStop.exec.command;
    expect(spec.terminationGracePeriodSeconds).toBeGreaterThan(Number(pause) + patience);
  });
});
