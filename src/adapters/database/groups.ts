import { setImmediate as nextTick, setTimeout as pause } from 'node:timers/promises';

/** As many as one commit carries: beyond this, waiting for the commit costs more than sharing it saves. */
const LIMIT = 200;

/** In a rush, commits begin this far apart at least, ms: fewer and fuller ones leave more time for what is being sent. */
const APART = 2;

interface Entry<Member, Answer> {
  member: Member;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

/**
 * Group commit: what arrives while a commit is under way shares the next one, so that the wait for the disk is paid once
 * for all of them. Nobody is answered before the commit that carries them. One group is under way at a time.
 */
export class Groups<Member, Answer> {
  readonly #commit: (members: readonly Member[]) => Promise<readonly Answer[]>;
  readonly #memberAtFault: (error: unknown) => boolean;
  #waiting: Entry<Member, Answer>[] = [];
  #committing: Promise<void> | undefined;
  #began = Number.NEGATIVE_INFINITY;

  /** `commit` answers each member in order or fails for all; `memberAtFault` says if others could succeed without one. */
  constructor(
    commit: (members: readonly Member[]) => Promise<readonly Answer[]>,
    memberAtFault: (error: unknown) => boolean,
  ) {
    this.#commit = commit;
    this.#memberAtFault = memberAtFault;
  }

  /** Resolves once the member's group is committed; rejects if it could not be. */
  join(member: Member): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ member, resolve, reject });
      this.#committing ??= this.#commitAll();
    });
  }

  /** Resolves once nobody waits. */
  async settled(): Promise<void> {
    await this.#committing;
  }

  async #commitAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const early = this.#began + APART - performance.now();
      // At least a turn of the event loop, for requests that have already arrived but were not read.
      await (early > 0 ? pause(early) : nextTick());
      this.#began = performance.now();
      await this.#commitGroup(this.#waiting.splice(0, LIMIT));
    }
    this.#committing = undefined;
  }

  async #commitGroup(group: readonly Entry<Member, Answer>[]): Promise<void> {
    try {
      const answers = await this.#commit(group.map((entry) => entry.member));
      group.forEach((entry, index) => {
        entry.resolve(answers[index] as Answer);
      });
    } catch (error) {
      if (group.length > 1 && this.#memberAtFault(error)) {
        for (const entry of group) await this.#commitGroup([entry]);
      } else {
        for (const entry of group) entry.reject(error);
      }
    }
  }
}
