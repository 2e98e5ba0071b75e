import type { World } from '../github/world.ts';

/** Tells a page, by server-sent events, that something has changed; what, it fetches itself. */
export function changes(world: World, signal: AbortSignal): Response {
  const ended = new AbortController();
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const tell = () => controller.enqueue(encoder.encode('data: changed\n\n'));
      const unwatch = world.watch(tell);
      ended.signal.addEventListener('abort', unwatch);
      controller.enqueue(encoder.encode(': here\n\n'));
      const end = () => {
        ended.abort();
        controller.close();
      };
      if (signal.aborted) end();
      else signal.addEventListener('abort', end, { signal: ended.signal });
    },
    cancel: () => ended.abort(),
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' } });
}
