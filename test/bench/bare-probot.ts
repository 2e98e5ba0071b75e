import { type Probot, run } from 'probot';

/** The baseline: Probot's own server with an app that does nothing. */
await run((app: Probot) => {
  app.onAny(() => {});
});
