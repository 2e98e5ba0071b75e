import type { KpiLedger, KpiReading } from '../model/kpi.ts';
import type { KpiState } from '../model/occasion.ts';
import { DAY } from '../model/time.ts';
import type { Policy } from '../policy/schema.ts';
import { dayAfter, endOfDay } from '../practices/shared/days.ts';
import type { KnownKpis } from './kpi-reading.ts';
import { type Attainment, attainment } from './metrics/commitments.ts';
import { type Week, weekAt, weeksUpTo } from './week.ts';

type Kpi = Policy['outcomes']['kpis'][number];

/** A reading with the last moment of its day, ms: for as long is it true. */
type Dated = KpiReading & { at: number };

/** How a KPI stands: its newest reading, how that came about, and how much of the way to the target is gone. */
export interface KpiStanding {
  kpi: Kpi;
  reading?: Dated;
  attainment: Attainment;
  /** The last reading of each of twelve weeks; a gap where there is none. */
  weeks: { week: Week; value: number | undefined }[];
  /** The reading about four weeks before the newest. */
  before?: Dated;
}

const WEEKS = 12;
/** Days; a reading that is not further from four weeks earlier still tells where it stood then. */
const EARLIER = 28;
const ABOUT = 10;

/** How each KPI stands at an instant, by the readings of days that had begun. */
export function standings(
  kpis: readonly Kpi[],
  ledger: KpiLedger | undefined,
  now: number,
  zone: string,
): KpiStanding[] {
  const today = dayAfter(now - 1, 0, zone);
  const weeks = weeksUpTo(weekAt(now - 1, zone), WEEKS).map((week) => ({
    ...{ week, from: dayAfter(week.from, 0, zone), until: dayAfter(week.to - 1, 0, zone) },
  }));
  return kpis.map((kpi) => {
    const readings = (ledger?.readings ?? []).filter(({ kpi: id, day }) => id === kpi.id && day <= today).sort(byDay);
    const last = readings.at(-1);
    const reading = last && dated(last, zone);
    const before = reading && earlierThan(reading, readings, zone);
    return {
      ...{ kpi, attainment: attainment(kpi, reading, now, kpi['stale-after'].days * DAY) },
      weeks: weeks.map(({ week, from, until }) => ({
        ...{ week, value: readings.findLast(({ day }) => day >= from && day <= until)?.value },
      })),
      ...(reading ? { reading } : {}),
      ...(before ? { before } : {}),
    };
  });
}

/** The oldest first; of one day the file's last. */
const byDay = (a: KpiReading, b: KpiReading): number =>
  a.day < b.day ? -1 : a.day > b.day ? 1 : Number(a.source === 'file') - Number(b.source === 'file');

const dated = (reading: KpiReading, zone: string): Dated => ({ ...reading, at: endOfDay(reading.day, zone) - 1 });

/** The reading nearest to four weeks earlier. */
function earlierThan({ at: newest }: Dated, readings: readonly KpiReading[], zone: string): Dated | undefined {
  const [from, to] = [dayAfter(newest, -EARLIER - ABOUT, zone), dayAfter(newest, ABOUT - EARLIER, zone)];
  const away = ({ at }: Dated) => Math.abs(newest - at - EARLIER * DAY);
  const near = readings.filter(({ day }) => day >= from && day <= to).map((reading) => dated(reading, zone));
  return near.sort((a, b) => away(a) - away(b))[0];
}

/** How the KPI of each outcome stands, as far as it tells whether somebody has to look at it. */
export const kpiStates = (policy: Policy, ledger: KpiLedger | undefined, now: number): KpiState[] => {
  const all = standings(policy.outcomes.kpis, ledger, now, policy.communication.timezone);
  return policy['north-star'].outcomes.map(({ id: outcome, kpi }) => {
    const standing = all.find((one) => one.kpi.id === kpi)?.attainment;
    const state = standing === undefined ? 'no kpi' : typeof standing === 'string' ? standing : 'fresh';
    return { outcome, kpi, state };
  });
};

/** What readings may be told of where these rules are in force over their organisation's. */
export function knownKpis(policy: Policy, organisation: Policy | undefined, now: number): KnownKpis {
  const kpis = ownKpis(policy, organisation).map(({ id }) => id);
  const inherited = policy.outcomes.kpis.flatMap(({ id }) => (kpis.includes(id) ? [] : id));
  return { kpis, inherited, tomorrow: dayAfter(now, 1, policy.communication.timezone) };
}

/** The KPIs that a repository configured itself: those that its organisation does not have, or has otherwise. */
export function ownKpis({ outcomes }: Policy, organisation: Policy | undefined): Kpi[] {
  const inherited = new Set(organisation?.outcomes.kpis.map((kpi) => JSON.stringify(kpi)));
  return outcomes.kpis.filter((kpi) => !inherited.has(JSON.stringify(kpi)));
}
