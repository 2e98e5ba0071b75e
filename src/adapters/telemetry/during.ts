import { AsyncLocalStorage } from 'node:async_hooks';
import type { Doing, During } from '../../ports/runtime.ts';

const now = new AsyncLocalStorage<object>();

/** Remembers what is done for as long as it is done, however deep the calls, and of libraries too. */
export const during: During = ({ name: _, ...doing }: Doing, work) => now.run(doing, work);

/** What is being done, as fields of a line; a copy, since the log adds to it. */
export const fieldsNow = (): object => ({ ...now.getStore() });
