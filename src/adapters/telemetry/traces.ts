import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { type Context, ROOT_CONTEXT, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { Doing, During } from '../../ports/runtime.ts';

export interface Traces {
  during: During;
  /** Sends what was not sent yet. */
  stop(): Promise<void>;
}

/** Sends traces to an OpenTelemetry collector: loaded only where one is named. */
export function startTraces(endpoint: string): Traces {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'truenorth' }),
    spanProcessors: [new BatchSpanProcessor(exporter, { scheduledDelayMillis: 1_000 })],
  });
  const tracer = provider.getTracer('truenorth');
  const within = new AsyncLocalStorage<Context>();
  return {
    during({ name, ...doing }, work) {
      const parent = parentOf(doing.delivery) ?? within.getStore() ?? ROOT_CONTEXT;
      const span = tracer.startSpan(name, { attributes: attributesOf(doing) }, parent);
      return within
        .run(trace.setSpan(parent, span), work)
        .catch((error) => {
          // What it says is in the log, without what looks like a credential.
          span.setStatus({ code: SpanStatusCode.ERROR });
          throw error;
        })
        .finally(() => span.end());
    },
    // A collector that is gone keeps nobody from stopping.
    stop: () => provider.shutdown().catch(() => undefined),
  };
}

/**
 * What a delivery sets off is one trace, whichever replica does it: its id is made of the delivery's, so that nothing else has to be
 * kept with the work. The parent of it all is GitHub's own sending, which nobody exports.
 */
function parentOf(delivery: string | undefined): Context | undefined {
  if (delivery === undefined) return undefined;
  const id = createHash('sha256').update(delivery).digest('hex');
  return trace.setSpanContext(ROOT_CONTEXT, {
    ...{ traceId: id.slice(0, 32), spanId: id.slice(32, 48), traceFlags: TraceFlags.SAMPLED, isRemote: true },
  });
}

const attributesOf = (doing: Omit<Doing, 'name'>) =>
  Object.fromEntries(
    Object.entries(doing).flatMap(([field, value]) => (value === undefined ? [] : [[`truenorth.${field}`, value]])),
  );
