/** What scripts may import: the configuration's schema, its diagnosis, and the types of both. */
export { type Problem, read } from './policy/diagnose.ts';
export { jsonSchema, Policy } from './policy/schema.ts';
