import { mkdirSync, writeFileSync } from 'node:fs';
import { jsonSchema } from '../src/policy/schema.ts';
import { referencePage } from './reference/page.ts';

/** Writes what is told of the configuration: the JSON Schema for editors, and the reference for people. */
const docs = new URL('../docs/', import.meta.url);
mkdirSync(new URL('reference/', docs), { recursive: true });
writeFileSync(new URL('truenorth.schema.json', docs), `${JSON.stringify(jsonSchema(), null, 2)}\n`);
writeFileSync(new URL('reference/configuration.md', docs), referencePage());
