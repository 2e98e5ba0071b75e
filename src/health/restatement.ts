import type { FrozenWeek } from '../model/weekly.ts';
import { METRICS, type MetricId, type Points } from './metric.ts';
import { figure } from './told.ts';

/** A figure of a published week that is another one now. */
export interface Restatement {
  week: string;
  title: string;
  was: string;
  is: string;
}

/** Figures of a published week that would be told differently now. */
export function restatements(name: string, published: FrozenWeek, now: Points): Restatement[] {
  if (!published.published) return [];
  return (Object.keys(METRICS) as MetricId[]).flatMap((id) => {
    const [was, is] = [published.points[id], now[id]];
    if (was === undefined || is === undefined) return [];
    const told = { was: figure(was, METRICS[id]), is: figure(is, METRICS[id]) };
    return told.was === told.is ? [] : [{ week: name, title: METRICS[id].title, ...told }];
  });
}
