import { readingOf } from '../health/kpi-reading.ts';
import { knownKpis, ownKpis } from '../health/kpis.ts';
import type { Action } from '../model/action.ts';
import type { EventFact } from '../model/event.ts';
import type { PullMemory } from '../model/memory.ts';
import { includes } from '../model/permission.ts';
import { nameOf, type PullRef, type RepoRef, repoKey } from '../model/ref.ts';
import { ORGANISATION_REPOSITORY } from '../model/well-known.ts';
import type { Policy } from '../policy/schema.ts';
import type { GitHub } from '../ports/github.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Job, Queue, Wanted } from '../ports/queue.ts';
import type { Clock, Log } from '../ports/runtime.ts';
import { dayAfter } from '../practices/shared/days.ts';
import { declaredIds } from '../practices/shared/outcomes.ts';
import { type Command, MOST_COMMANDS, parseCommand } from '../review/commands.ts';
import { explain, RULE_IDS } from '../review/explain.ts';
import { helpText, needsApprover, needsWrite, refusal, tooMany } from '../review/replies.ts';
import { grant } from '../review/waivers.ts';
import type { RulePage } from '../review/words.ts';
import type { Seen } from './gather-pull.ts';
import { gatherRules, type Rules, type RulesPorts } from './gather-rules.ts';
import { isTold } from './publish-health.ts';
import { targetOf } from './target.ts';

export { commandLines } from '../review/commands.ts';

export interface CommandPorts {
  github: Pick<GitHub, 'permission' | 'isMember' | 'write' | 'replied'>;
  ledger: Pick<Ledger, 'savePull'>;
  queue: Pick<Queue, 'add'>;
  clock: Clock;
  log: Log;
  page: RulePage;
}

export type IssueCommandPorts = CommandPorts & RulesPorts & { github: Pick<GitHub, 'nodeOf' | 'answeredAmong'> };

type CommandFact = Extract<EventFact, { kind: 'command' }>;

/** What becomes of one command: the state it leaves, the work it asks for, and what is answered. */
type Answer = { refused: string } | { accepted: Partial<PullMemory>; wanted?: Wanted; reply?: string };

/** As many decided commands as are remembered, so that none of them is done twice. */
const REMEMBERED = 100;

/** What a command is judged in. */
interface Setting {
  repo: RepoRef;
  policy: Policy;
  rules: Rules;
  /** Absent on an issue. */
  pull?: { seen: Seen; memory: PullMemory };
}

/**
 * Decides on the commands that came with a job, each comment once, however often the job is tried. What they change is in
 * the memory that is returned; what is answered is kept in it until `answerCommands` has put it on GitHub.
 */
export async function decideCommands(
  facts: readonly EventFact[],
  seen: Seen,
  before: PullMemory,
  { policy, rules }: Pick<Setting, 'policy' | 'rules'>,
  ports: CommandPorts,
): Promise<PullMemory> {
  let memory = before;
  for (const fact of facts) {
    if (fact.kind !== 'command' || memory.commands?.some(({ comment }) => comment === fact.comment.id)) continue;
    const decided = await decide(fact, { repo: memory.ref.repo, policy, rules, pull: { seen, memory } }, ports);
    const { changes, wanted, ...command } = decided;
    if (wanted.length > 0) await ports.queue.add(wanted);
    memory = { ...memory, ...changes, commands: [...(memory.commands ?? []), command].slice(-REMEMBERED) };
    ports.log.info({ comment: fact.comment.id, accepted: command.accepted }, 'a command was decided on');
    await ports.ledger.savePull(memory);
  }
  return memory;
}

type Decided = NonNullable<PullMemory['commands']>[number] & { changes: Partial<PullMemory>; wanted: Wanted[] };

/** All lines of one comment: refused with the first reason as soon as one is, accepted when all are. */
async function decide(fact: CommandFact, setting: Setting, ports: CommandPorts): Promise<Decided> {
  const state = fact.found ? ('begun' as const) : ('open' as const);
  const base = { comment: fact.comment.id, nodeId: fact.comment.nodeId, state };
  const refused = (problem: string): Decided => ({
    ...base,
    ...{ accepted: false, reply: refusal(fact.comment.id, problem), changes: {}, wanted: [] },
  });
  if (fact.lines.length > MOST_COMMANDS) return refused(tooMany(MOST_COMMANDS));
  const replies: string[] = [];
  const wanted: Wanted[] = [];
  let changes: Partial<PullMemory> = {};
  for (const line of fact.lines) {
    const now = setting.pull && { ...setting.pull, memory: { ...setting.pull.memory, ...changes } };
    const answer = await answerTo(line, fact, now ? { ...setting, pull: now } : setting, ports);
    if ('refused' in answer) return refused(answer.refused);
    changes = { ...changes, ...answer.accepted };
    if (answer.wanted !== undefined) wanted.push(answer.wanted);
    if (answer.reply !== undefined) replies.push(answer.reply);
  }
  return { ...base, accepted: true, changes, wanted, ...(replies.length > 0 ? { reply: replies.join('\n\n') } : {}) };
}

async function answerTo(line: string, fact: CommandFact, setting: Setting, ports: CommandPorts): Promise<Answer> {
  const { policy, pull } = setting;
  const command = parseCommand(line, {
    rules: RULE_IDS,
    outcomes: policy['north-star'].outcomes.map(({ id }) => id),
    kpis: policy.outcomes.kpis.map(({ id }) => id),
  });
  if ('problem' in command) return { refused: command.problem };
  if (command.name === 'help') return { accepted: {}, reply: helpText(fact.comment.id, RULE_IDS) };
  if (command.name === 'explain')
    return { accepted: {}, reply: explain(fact.comment.id, command.rule, policy, pull?.memory.report, ports.page) };
  const home = command.name === 'kpi' ? homeOf(command.id, setting) : setting;
  const right = await mayCommand(command, fact.by, home, ports);
  if (right !== undefined) return { refused: right };
  if (command.name === 'kpi') return record(command, home, ports);
  if (command.name === 'digest') return publishing(setting);
  if (pull === undefined) return { refused: `\`${command.name}\` works on pull requests only.` };
  return change(command, fact, policy, pull, ports);
}

/** Where a KPI's readings are kept: the organisation's beside its configuration, whose approvers decide on them. */
function homeOf(kpi: string, setting: Setting): Setting {
  const { repo, policy, rules } = setting;
  const organisation = rules.inherited()?.policy;
  if (organisation === undefined || ownKpis(policy, organisation).some(({ id }) => id === kpi)) return setting;
  return { ...setting, repo: { ...repo, name: ORGANISATION_REPOSITORY }, policy: organisation };
}

/** What is due for the last complete week: the organisation's in its digest repository, elsewhere the repository's own. */
function publishing({ repo, policy, rules }: Setting): Answer {
  const facts: EventFact[] = [{ kind: 'again' }];
  const { installation, owner } = repo;
  const { repository } = policy.communication.digest;
  if (repository?.toLowerCase() === repoKey(repo))
    return { accepted: {}, wanted: { subject: { kind: 'digest', installation, owner }, facts } };
  if (!isTold(rules.repository, policy))
    return { refused: 'No weekly health is written here: set `communication.health: weekly` to have it.' };
  return { accepted: {}, wanted: { subject: { kind: 'health', repo }, facts } };
}

function record(
  command: Extract<Command, { name: 'kpi' }>,
  { repo, policy }: Setting,
  { clock }: CommandPorts,
): Answer {
  const now = clock.now();
  const { on = dayAfter(now, 0, policy.communication.timezone), id: kpi, value } = command;
  const reading = readingOf({ kpi, day: on, value }, knownKpis(policy, undefined, now));
  if ('problem' in reading) return { refused: reading.problem };
  const fact: EventFact = { kind: 'reading', ...reading, source: 'command' };
  return { accepted: {}, wanted: { subject: { kind: 'kpis', repo }, facts: [fact] } };
}

function change(
  command: Exclude<Command, { name: 'help' | 'explain' | 'kpi' | 'digest' }>,
  fact: CommandFact,
  policy: Policy,
  { seen, memory }: NonNullable<Setting['pull']>,
  { clock }: CommandPorts,
): Answer {
  switch (command.name) {
    case 'recheck':
      return { accepted: {} };
    case 'outcome': {
      const declaring = { ...seen, body: seen.state.body, templates: [] };
      const superseded = declaredIds(declaring, policy['north-star'].outcomes);
      return { accepted: { commanded: { outcomes: command.ids, superseded } } };
    }
    case 'unwaive':
      return { accepted: { waivers: (memory.waivers ?? []).filter(({ rule }) => rule !== command.rule) } };
    case 'waive': {
      const waiver = grant(command, {
        ...{ now: clock.now(), zone: policy.communication.timezone, longestDays: policy.waivers.longest.days },
        ...{ author: seen.state.author.login, by: fact.by },
      });
      if ('problem' in waiver) return { refused: waiver.problem };
      const others = (memory.waivers ?? []).filter(({ rule }) => rule !== command.rule);
      return { accepted: { waivers: [...others, waiver] } };
    }
  }
}

const OWN_COMMANDS = ['outcome', 'recheck'];

/** Why somebody may not give a command; `undefined` where they may. */
async function mayCommand(
  command: Command,
  by: string,
  { repo, policy, pull }: Setting,
  { github }: CommandPorts,
): Promise<string | undefined> {
  if (OWN_COMMANDS.includes(command.name)) {
    if (pull?.seen.state.author.login.toLowerCase() === by.toLowerCase()) return undefined;
    const permission = await github.permission(repo, by);
    return includes(permission, 'write') ? undefined : needsWrite(command);
  }
  const { approvers } = policy.waivers;
  const of = { team: approvers, repo: nameOf(repo) };
  if (approvers !== undefined) {
    const member = await github.isMember(repo.installation, approvers, by);
    if (typeof member !== 'boolean') return `${member.because}.`;
    return member ? undefined : needsApprover(command, of);
  }
  const permission = await github.permission(repo, by);
  return includes(permission, 'maintain') ? undefined : needsApprover(command, of);
}

const answering = (command: { nodeId: string; accepted: boolean }, reply: string | undefined): Action[] => [
  { kind: 'react', to: command.nodeId, reaction: command.accepted ? 'accepted' : 'refused' },
  ...(reply === undefined ? [] : [{ kind: 'reply' as const, body: reply }]),
];

/** Puts the answers on GitHub: a reaction each, and one reply where there is something to say. */
export async function answerCommands(
  before: PullMemory,
  repositoryId: string,
  ports: CommandPorts,
): Promise<PullMemory> {
  let memory = before;
  for (const command of memory.commands ?? []) {
    if (command.state === 'done') continue;
    const set = (state: 'begun' | 'done'): PullMemory => ({
      ...memory,
      commands: (memory.commands ?? []).map((one) => {
        if (one.comment !== command.comment) return one;
        const { reply, ...rest } = one;
        return { ...rest, state, ...(state === 'begun' && reply !== undefined ? { reply } : {}) };
      }),
    });
    const replied = command.state === 'begun' && (await ports.github.replied(memory.ref, command.comment));
    memory = set('begun');
    await ports.ledger.savePull(memory);
    const target = targetOf({ kind: 'pull', ...memory.ref }, repositoryId, { pullId: memory.nodeId });
    await ports.github.write(target, answering(command, replied ? undefined : command.reply));
    memory = set('done');
    await ports.ledger.savePull(memory);
  }
  return memory;
}

/**
 * Commands on an issue. Nothing is remembered of them, so GitHub is asked which were answered: one may have come as an event and been
 * found by reading, too. A try again does not know how far the last one came, and looks for the reply before it writes one.
 */
export async function commandsOnIssue(job: Job & { ref: PullRef }, ports: IssueCommandPorts): Promise<void> {
  const { ref } = job;
  const rules = await gatherRules(ref.repo, ports);
  const policy = rules?.inForce?.policy;
  if (rules === undefined || policy === undefined)
    return ports.log.debug({}, 'no configuration, so nothing is answered');
  const commands = new Map(job.facts.flatMap((fact) => (fact.kind === 'command' ? [[fact.comment.nodeId, fact]] : [])));
  const isFirstTry = job.attempts === 0 && commands.size > 0;
  const answered = isFirstTry
    ? await ports.github.answeredAmong(ref.repo.installation, [...commands.keys()])
    : new Set<string>();
  for (const [nodeId, fact] of commands) {
    if (answered.has(nodeId)) continue;
    const decided = await decide(fact, { repo: ref.repo, policy, rules }, ports);
    if (decided.wanted.length > 0) await ports.queue.add(decided.wanted);
    const replied = (fact.found || job.attempts > 0) && (await ports.github.replied(ref, fact.comment.id));
    const reply = replied ? undefined : decided.reply;
    const pullId = reply === undefined ? '' : await ports.github.nodeOf(ref);
    const target = targetOf({ kind: 'issue', ...ref }, rules.repository.nodeId, { pullId });
    await ports.github.write(target, answering(decided, reply));
  }
}
