import { writeFileSync } from 'node:fs';
import { jsonSchema } from '../src/policy/schema.ts';

/** Writes the JSON Schema of the configuration, for editors, to docs/truenorth.schema.json. */
const target = new URL('../docs/truenorth.schema.json', import.meta.url);
writeFileSync(target, `${JSON.stringify(jsonSchema(), null, 2)}\n`);
