import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';
import { patientFetch } from '../../../src/adapters/github/patient-fetch.ts';

it.each<[string, RequestListener]>([
  ['never answers', () => undefined],
  ['stops in the middle of its answer', (_, response) => void response.writeHead(200).write('{"half":')],
])('a GitHub that %s is waited for less than half a minute', async (_, answer) => {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const patience = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.timeout(50));
  onTestFinished(() => patience.mockRestore());
  const asked = patientFetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, {});
  await expect(asked).rejects.toThrow(/aborted due to timeout/);
  expect(patience.mock.lastCall?.[0]).toBeLessThan(30_000);
});
