import { chanceOf } from './chance.ts';
import { FAILURES } from './failures.ts';
import { LAST, type Weeks } from './weeks.ts';

/** What the outcomes' KPIs read, a reading every Friday: `.github/truenorth/kpis.csv` of the organisation's `.github`. */
export function kpiReadings(weeks: Weeks): string {
  const chance = chanceOf('kpis');
  const lines = Array.from({ length: LAST + 1 }, (_, week) => {
    const gone = week / LAST;
    const day = weeks.day(weeks.at(week, 5, 12));
    const failed = FAILURES.filter((one) => one.week === week).length;
    return [
      `${day},time-to-value,${Math.round(71 - 38 * gone + chance.between(-3, 3))}`,
      `${day},booking-uptime,${(99.68 + 0.22 * gone - 0.15 * failed).toFixed(2)}`,
      // Whoever read it last has moved on.
      ...(week <= LAST - 6 ? [`${day},consent-answered,${Math.round(41 + 20 * gone)}`] : []),
      // Written by hand, and not as a number.
      ...(week === 12 ? [`${day},consent-answered,about half`] : []),
    ];
  });
  return `date,kpi,value\n${lines.flat().join('\n')}\n`;
}
