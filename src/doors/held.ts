import { Fault } from '../model/fault.ts';
import type { Job } from '../ports/queue.ts';

/** The port as long as the work is held. Whoever lost it would undo, by what they knew before, what was done in their place. */
export function whileHeld<Port extends object>(port: Port, { isHeld }: Pick<Job, 'isHeld'>): Port {
  return new Proxy(port, {
    get(_, name) {
      const member: unknown = Reflect.get(port, name, port);
      if (typeof member !== 'function') return member;
      return async (...args: unknown[]): Promise<unknown> => {
        if ((await isHeld?.()) === false) throw new Fault('transient', 'The work is not held any more');
        return member.apply(port, args);
      };
    },
  });
}
