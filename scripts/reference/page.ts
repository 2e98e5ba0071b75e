import { stringify } from 'yaml';
import { jsonSchema, RULES } from '../../src/policy/schema.ts';
import { isExempt, isWhen, type Key, keys, type Node } from './keys.ts';

/** `docs/reference/configuration.md`: every key, as the schema knows it. */
export function referencePage(): string {
  const all = keys();
  const { properties = {} } = jsonSchema() as Node;
  const own = all.filter((key) => !isExempt(key) && !isWhen(key));
  const parts = Object.entries(properties).filter(([, { properties: inner }]) => inner !== undefined);
  const top = own.filter(({ path }) => !path.includes('.'));
  const shared = (is: (key: Key) => boolean) => {
    const [first] = all.filter(is);
    const prefix = first?.path.split('.').slice(0, -1).join('.');
    return table(
      all.filter(({ path }) => path.startsWith(`${prefix}.`)),
      2,
    );
  };
  return [
    HEAD,
    `## The file\n\n${table(top)}`,
    ...parts.map(([name, node]) => part(name, node, own)),
    `## \`exempt\`\n\nPull requests that a rule skips.\n\n${shared(isExempt)}`,
    `## \`when\`\n\nWhen the rule applies, instead of its own condition: any of the paths, or any of the labels.\n\n${shared(isWhen)}`,
  ]
    .join('\n\n')
    .concat('\n');
}

const HEAD = `<!-- Written by \`npm run schema\`: change the descriptions in src/practices/*/options.ts and src/policy/schema.ts instead. -->

# Configuration

Every key of \`.github/truenorth.yml\`, with its meaning, the values it takes, its default, and an example. Only \`version\` is required. Editors can learn all this
from [the JSON Schema](../truenorth.schema.json). \`npx truenorth config validate\` says what is wrong with a file.

In keys, \`[]\` stands for each element of a list. Rules on pull requests also take [\`exempt\`](#exempt), and those that say so [\`when\`](#when).`;

function part(name: string, node: Node, own: readonly Key[]): string {
  const within = own.filter(({ path }) => path.startsWith(`${name}.`));
  const ruleOf = ({ path }: Key) => RULES.find((rule) => path.startsWith(`${rule.replace('/', '.')}.`));
  const general = within.filter((key) => ruleOf(key) === undefined);
  const rules = RULES.filter((rule) => rule.startsWith(`${name}/`)).map((rule) => {
    const inner = node.properties?.[rule.split('/')[1] ?? ''];
    const takes = ['exempt', 'when'].filter((group) => inner?.properties?.[group] !== undefined);
    const also = takes.length === 0 ? '' : ` Takes ${takes.map((group) => `[\`${group}\`](#${group})`).join(' and ')}.`;
    const said = `${inner?.description ?? ''}${also} More: [\`${rule}\`](../rules/${rule}.md).`;
    return `### \`${rule}\`\n\n${said}\n\n${table(within.filter((key) => ruleOf(key) === rule))}`;
  });
  const before = general.length === 0 ? [] : [table(general)];
  return [`## \`${name}\``, node.description ?? '', ...before, ...rules].join('\n\n');
}

/** @param last how many steps of the path are told, where the path is the same for many rules. */
function table(rows: readonly Key[], last?: number): string {
  const lines = rows.map(({ path, node, standard, example, required }) => {
    const key = last === undefined ? path : path.split('.').slice(-last).join('.');
    const without = required ? '*required*' : standard === undefined ? 'none' : value(standard);
    return `| \`${key}\` | ${cell(node.description ?? '')} | ${cell(taken(node))} | ${without} | ${value(example)} |`;
  });
  return ['| Key | Meaning | Takes | Default | Example |', '|---|---|---|---|---|', ...lines].join('\n');
}

/** In words, what a value may be. */
function taken(node: Node): string {
  if (node.const !== undefined) return value(node.const);
  if (node.enum) return node.enum.length > 9 ? 'a name of a rule' : node.enum.map(value).join(', ');
  if (node.items) return `a list of ${plural(node.items)}${limits(node.minItems, node.maxItems, ' of them')}`;
  if (node.type === 'object') return 'pairs of names';
  if (node.type === 'boolean') return '`true` or `false`';
  if (node.type === 'string') return `text${limits(undefined, node.maxLength, ' characters')}`;
  return `${node.type === 'integer' ? 'a whole number' : 'a number'}${limits(node.minimum, node.maximum)}`;
}

function plural(node: Node): string {
  if (node.properties) return 'the keys below';
  return node.enum ? 'names of rules' : 'texts';
}

function limits(least?: number, most?: number, unit = ''): string {
  if (most === undefined) return least === undefined ? '' : `, at least ${least}${unit}`;
  return least === undefined ? `, at most ${most}${unit}` : `, ${least} to ${most}${unit}`;
}

const value = (of: unknown): string => {
  const options = { collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0 } as const;
  return `\`${cell(stringify(of, options).trim())}\``;
};

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
