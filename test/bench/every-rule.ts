import { parse, stringify } from 'yaml';
import { registry } from '../../src/practices/registry.ts';
import { CONFIG } from '../support/playground.ts';

const MORE: Record<string, object> = {
  'developer-experience': { 'paved-road': { level: 'advise', npm: { allow: ['zod'] } } },
  trust: { mentors: 'acme/mentors' },
  alignment: { product: 'acme/product' },
};

/** A configuration in which every rule on pull requests speaks. */
export const EVERY_RULE = ((): string => {
  const config: Record<string, object> = parse(CONFIG);
  for (const { id, rules } of registry)
    config[id] = {
      ...config[id],
      ...Object.fromEntries(rules.map((rule) => [rule.id, { level: 'advise' }])),
      ...MORE[id],
    };
  return stringify(config);
})();
