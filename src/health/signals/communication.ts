import { decisionsRecorded } from '../metrics/commitments.ts';
import type { Period } from '../period.ts';
import type { Signal } from '../signal.ts';
import { occasionSignal, occurrencesOf } from './occasions.ts';

export function communication(period: Period): Signal[] {
  return [
    decisions(period),
    occasionSignal('Strategic update', occurrencesOf(period, 'strategic-update'), notSetUp(period)),
  ];
}

const notSetUp = ({ policy }: Period): string | undefined =>
  policy.communication['strategic-update'].level === 'off' ? 'turned off' : undefined;

function decisions({ decisions: asked }: Period): Signal {
  const title = 'Decisions recorded';
  const recorded = decisionsRecorded(asked.map((one) => ({ ticked: one.recorded, answered: false })));
  if (recorded.state !== 'value') return { title, state: 'quiet', now: 'nothing was asked last week' };
  const { k, n } = recorded.value;
  return { title, state: k === n ? 'good' : 'told', now: `${k} of ${n} asked last week` };
}
