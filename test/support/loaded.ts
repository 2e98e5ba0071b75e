import { registerHooks } from 'node:module';

/** Says on standard error what a process loads of OpenTelemetry. Given to Node as `--import`. */
registerHooks({
  load(url, context, next) {
    if (url.includes('@opentelemetry/')) console.error(url);
    return next(url, context);
  },
});
