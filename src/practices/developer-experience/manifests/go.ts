import { Unparsable } from '../../shared/unread.ts';
import type { Manifest } from './manifest.ts';

const DIRECTIVES = /^(?:module|go|toolchain|godebug|require|replace|exclude|retract|tool|ignore)\b/;
/** A module's path, bare or quoted. */
const PATH = /^(?:"([^"\s]+)"|`([^`\s]+)`|([^\s"`()]+))(?:\s|$)/;

const pathIn = (text: string): string | undefined => PATH.exec(text)?.slice(1).find(Boolean);

export const goMod: Manifest = {
  ecosystem: 'go',
  is: (name) => name === 'go.mod',
  dependencies(text) {
    const modules = new Set<string>();
    let block: string | undefined;
    for (const [index, row] of text.split(/\r?\n/).entries()) {
      const [statement = '', comment = ''] = row.split('//', 2).map((part) => part.trim());
      if (statement === '') continue;
      if (block !== undefined && statement === ')') {
        block = undefined;
        continue;
      }
      const directive = block ?? DIRECTIVES.exec(statement)?.[0];
      if (directive === undefined) throw new Unparsable('it is not a valid go.mod', index + 1);
      const rest = block === undefined ? statement.slice(directive.length).trim() : statement;
      if (block === undefined && rest === '(') {
        block = directive;
        continue;
      }
      for (const name of named(directive, rest, comment, index + 1)) modules.add(name);
    }
    if (block !== undefined) throw new Unparsable(`its block \`${block}\` is not closed`);
    return [...modules].map((name) => ({ name }));
  },
};

/** What the code itself imports, not what came along (`// indirect`); and what stands in the place of another. */
function named(directive: string, rest: string, comment: string, line: number): string[] {
  if (directive !== 'require' && directive !== 'replace') return [];
  if (directive === 'require' && /^indirect\b/.test(comment)) return [];
  const target = directive === 'require' ? rest : rest.split('=>', 2)[1]?.trim();
  const path = target === undefined ? undefined : pathIn(target);
  if (path === undefined) throw new Unparsable('it is not a valid go.mod', line);
  return /^(?:\.{0,2}\/|[A-Za-z]:\\)/.test(path) ? [] : [path];
}
