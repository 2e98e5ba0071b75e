import type { Level } from '../model/verdict.ts';
import { sharesOf } from './figures.ts';
import { FEW, type Ratio, share } from './measure.ts';
import { reserveHeld } from './metrics/debt.ts';
import { pairing } from './metrics/people.ts';
import type { Period } from './period.ts';
import { lacksTeams, occurrencesOf, ritualsHeld } from './signals/occasions.ts';
import { alertsLate } from './signals/security.ts';
import { TARGETS } from './targets.ts';
import { count, listed, percent } from './told.ts';

/** One of the seven things that leaders answer for. "Not set up" is no failure, and counts as none. */
export interface Item {
  id: string;
  title: string;
  state: 'met' | 'not yet' | 'not set up';
  evidence: string;
}

/** The leadership checklist, each item with what it stands on. */
export const checklistOf = (period: Period): Item[] => [
  northStar(period),
  kpis(period),
  platform(period),
  security(period),
  debt(period),
  safety(period),
  rituals(period),
];

/** Met where nothing is missing; what is missing is said. */
const judged = (id: string, title: string, missing: readonly string[], evidence: string): Item =>
  missing.length === 0
    ? { id, title, state: 'met', evidence }
    : { id, title, state: 'not yet', evidence: listed(missing, 6) };

const notSetUp = (id: string, title: string, evidence: string): Item => ({ id, title, state: 'not set up', evidence });

/** Few values tell nothing against anybody. */
const isShort = (ratio: Ratio, target: number): boolean => ratio.n >= FEW && (share(ratio) ?? 1) < target;

/** A statement is concise up to so many characters. */
const CONCISE = 280;

function northStar(period: Period): Item {
  const [id, title] = ['north-star', 'A concise North Star that links technology work to outcomes'];
  const { statement, outcomes } = period.policy['north-star'];
  if (statement === undefined || outcomes.length === 0)
    return notSetUp(id, title, 'set `north-star.statement` and at least one outcome');
  const { k, n } = period.figures.alignment;
  const review = occurrencesOf(period, 'vision-review').findLast(({ state }) => state !== 'open');
  const length = [...statement].length;
  const served = `${k} of ${count(n, 'change')} ${k === 1 ? 'serves' : 'serve'} an outcome`;
  return judged(
    id,
    title,
    [
      ...(length > CONCISE ? [`the statement has ${length} characters, at most ${CONCISE} are concise`] : []),
      ...(review?.state === 'missed' ? [`its review by ${review.by} was missed`] : []),
      ...(isShort({ k, n }, TARGETS.alignment) ? [`${served}; the target is ${percent(TARGETS.alignment)}`] : []),
    ],
    n === 0 ? 'the statement stands; nothing was merged this week' : served,
  );
}

const KINDS = ['time-to-value', 'reliability', 'adoption', 'cost'] as const;

function kpis({ policy, kpis: standings }: Period): Item {
  const [id, title] = ['kpis', 'Outcome-based KPIs, reviewed regularly'];
  const { outcomes } = policy['north-star'];
  if (outcomes.length === 0 || policy.outcomes.kpis.length === 0)
    return notSetUp(id, title, 'configure outcomes, and a KPI for each');
  const missing = outcomes.flatMap(({ id: outcome, kpi }) => {
    if (kpi === undefined) return [`\`${outcome}\` has no KPI`];
    const standing = standings.find((one) => one.kpi.id === kpi);
    if (standing === undefined || standing.attainment === 'no reading') return [`\`${outcome}\` has no reading`];
    if (standing.attainment !== 'stale') return [];
    const every = standing.kpi['stale-after'].days;
    return [`\`${outcome}\` has no reading since ${standing.reading?.day} (asked: every ${every} days)`];
  });
  const covered = new Set(policy.outcomes.kpis.map(({ kind }) => kind));
  const uncovered = KINDS.filter((kind) => !covered.has(kind));
  const apart = uncovered.length > 0 ? `; no KPI covers ${listed(uncovered)}` : '';
  const item = judged(id, title, missing, 'every outcome has a fresh reading');
  return { ...item, evidence: `${item.evidence}${apart}` };
}

const isOn = ({ level }: { level: Level }): boolean => level !== 'off';

function platform({ figures, policy }: Period): Item {
  const [id, title] = ['platform', 'Investment in platform tooling, observability and developer experience'];
  const { ci } = figures;
  const isObserved = isOn(policy.resilience.observability);
  if (ci.state === 'not applicable' && policy.trust.mentors === undefined)
    return notSetUp(id, title, 'no workflow runs are known, and no mentors’ team is configured');
  const firstTry = ci.state === 'value' ? ci.value.firstTry : undefined;
  return judged(
    id,
    title,
    [
      ...(firstTry === undefined ? ['CI has no results'] : []),
      ...(firstTry && isShort(firstTry, TARGETS['first-try'])
        ? [`${firstTry.k} of ${firstTry.n} CI runs pass on the first try`]
        : []),
      ...(policy.trust.mentors === undefined ? ['onboarding is not set up: name a mentors’ team'] : []),
      ...(isObserved ? [] : ['`resilience/observability` is off']),
    ],
    `CI, onboarding and observability are connected${firstTry && firstTry.n > 0 ? `; ${firstTry.k} of ${firstTry.n} runs pass on the first try` : ''}`,
  );
}

function security(period: Period): Item {
  const [id, title] = ['security', 'Security and privacy in the delivery pipeline'];
  const { 'threat-model': threat, privacy } = period.policy.security;
  if (!isOn(threat) && !isOn(privacy)) return notSetUp(id, title, 'turn threat models and privacy on');
  const late = period.isPublic ? 0 : alertsLate(period).length;
  const unread = period.isPublic ? 0 : period.repositories.filter(({ lacks }) => lacks.alert !== undefined).length;
  return judged(
    id,
    title,
    [
      ...(isOn(threat) ? [] : ['`security/threat-model` is off']),
      ...(isOn(privacy) ? [] : ['`security/privacy` is off']),
      ...(late > 0 ? [`${count(late, 'alert is', 'alerts are')} overdue`] : []),
      ...(unread > 0 && unread === period.repositories.length ? ['alerts could not be read'] : []),
    ],
    `threat models and privacy are asked for${period.isPublic ? '' : '; no alert is overdue'}`,
  );
}

function debt({ policy, figures, repositories }: Period): Item {
  const [id, title] = ['debt', 'A budgeted cadence for technical debt'];
  const { budget, reserve } = policy['technical-debt'];
  const isSet = (of: Period['policy']) => of['technical-debt'].budget.points !== undefined;
  const hasBudget =
    budget['organisation-points'] !== undefined || [{ policy }, ...repositories].some((one) => isSet(one.policy));
  if (!hasBudget && reserve.paydown === undefined && reserve.innovation === undefined)
    return notSetUp(id, title, 'set a debt budget and the reserves for paying it down and for innovation');
  const over = repositories.filter(
    ({ policy: own, figures: { debt: of } }) =>
      own['technical-debt'].budget.points !== undefined && of.end >= own['technical-debt'].budget.points && of.end > 0,
  ).length;
  const ofAll = budget['organisation-points'];
  const held = (one: 'debt' | 'innovation', asked: number | undefined, name: string): string[] => {
    if (asked === undefined) return [`no reserve for ${name} is set`];
    const measure = reserveHeld(sharesOf(figures.classes, one), asked);
    if (measure.state !== 'value' || measure.value.n < FEW || measure.value.against?.short === 0) return [];
    return [`${name} is at ${percent(measure.value.share)} (reserved: ${percent(asked)})`];
  };
  return judged(
    id,
    title,
    [
      ...(hasBudget ? [] : ['no budget is set']),
      ...(over > 0
        ? [`${over} of ${repositories.length} repositories ${over === 1 ? 'has spent its' : 'have spent their'} budget`]
        : []),
      ...(ofAll !== undefined && figures.debt.end >= ofAll && ofAll > 0 ? ['the organisation’s budget is spent'] : []),
      ...held('debt', reserve.paydown, 'paydown'),
      ...held('innovation', reserve.innovation, 'innovation'),
    ],
    'the budgets have room, and both reserves were held over four weeks',
  );
}

function safety(period: Period): Item {
  const [id, title] = ['safety', 'Psychological safety and structured mentorship'];
  const { policy, newcomers } = period;
  const { mentors, pulse: asked } = policy.trust;
  if (mentors === undefined && asked === 'off') return notSetUp(id, title, 'name a mentors’ team, turn the pulse on');
  const paired = pairing(newcomers);
  return judged(
    id,
    title,
    [
      ...(mentors === undefined ? ['no mentors’ team is named'] : []),
      ...(paired.state === 'value' && paired.value.k < paired.value.n
        ? [`${paired.value.n - paired.value.k} of ${paired.value.n} newcomers have no mentor`]
        : []),
      ...unanswered(period),
    ],
    `mentors are named${paired.state === 'value' ? `, ${paired.value.k} of ${paired.value.n} newcomers have one` : ''}; the pulse was answered`,
  );
}

function unanswered({ policy, pulse }: Period): string[] {
  if (policy.trust.pulse === 'off') return ['the pulse is off'];
  if (pulse.state !== 'value') return ['there was no pulse survey yet'];
  const { good, mixed, hard } = pulse.value;
  return good + mixed + hard > 0 ? [] : ['nobody answered the pulse'];
}

function rituals(period: Period): Item {
  const [id, title] = ['rituals', 'Rituals of product and engineering together'];
  if (period.policy.alignment.rituals.length === 0) return notSetUp(id, title, 'configure a ritual and the two teams');
  if (lacksTeams(period))
    return { id, title, state: 'not yet', evidence: 'product and engineering are not both named, as teams' };
  const held = ritualsHeld(period);
  if (held.state !== 'value') return { id, title, state: 'not yet', evidence: 'none was due yet' };
  const { k, n } = held.value;
  return judged(
    id,
    title,
    (share(held.value) ?? 1) < TARGETS.adherence
      ? [`${k} of ${n} were held; the target is ${percent(TARGETS.adherence)}`]
      : [],
    `${k} of ${n} were held over eight weeks`,
  );
}
