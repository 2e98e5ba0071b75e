import { writeSync } from 'node:fs';
import { openDatabase } from '../../../src/adapters/database/open.ts';

/** Run by the crash test: asks for one pull request after another, and says its number once it is acknowledged. */
const { queue } = await openDatabase({ directory: process.argv[2] ?? '' }, { now: () => 0 });
let number = 0;

async function deliverForEver(): Promise<never> {
  for (;;) {
    const mine = ++number;
    const repo = { installation: 7, owner: 'Acme', name: 'api' };
    await queue.deliver(`delivery ${mine}`, [
      { subject: { kind: 'pull', repo, number: mine }, facts: [{ kind: 'again' }] },
    ]);
    writeSync(1, `${mine}\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, deliverForEver));
