import type { ChangedFile } from '../../model/pull.ts';
import { matcher } from './paths.ts';

/**
 * Words that make a path sensitive, wherever they begin a word of it: `services/auth/token.ts`, `PaymentGateway.kt`.
 * Documented in docs/rules/security/threat-model.md; an organisation replaces the list with the rule's `when.paths`.
 */
const SENSITIVE_WORD =
  /^(?:o?auth(?!or(?!i[sz]))|login|session|token(?!i[sz])|password|secret|credential|(?:en|de)?crypt|permission|payment|upload|migration)/;

/** Files that are sensitive for what they are, whatever they are called. */
const SENSITIVE_FILES = [
  '**/*.sql',
  '**/*dockerfile*',
  '**/{docker-compose,compose}*.{yml,yaml}',
  '**/*.{tf,tfvars,hcl,bicep}',
];

/** Folders whose files are sensitive for what they do there; `infra/test` is where tests run, not what is tested. */
const SENSITIVE_FOLDERS = [
  '**/{terraform,infra,infrastructure,helm,k8s,kubernetes,ansible,pulumi}/**',
  '**/{migration,migrations}/**',
  '.github/workflows/**',
  '.github/actions/**',
];

const TEST_FOLDERS = ['**/{test,tests,__tests__,spec,specs,e2e,fixtures,__mocks__,__snapshots__,testdata}/**'];

/** `App.Tests`, `AppTests`, `AppUITests`, `androidTest`: told by their capital letter from `Contests`. */
const NAMED_TEST_FOLDERS = ['**/*[a-z._-]{Test,Tests}/**', '**/*UITests/**'];

const TEST_NAMES = [
  '**/*.{test,spec}.*',
  '**/*_{test,spec}.*',
  '**/test_*.py',
  '**/*{Test,Tests,Spec}.{java,kt,cs,scala,swift,php}',
];

const DOCUMENTATION_PATHS = [
  '**/*.{md,mdx,markdown,rst,adoc,txt}',
  '**/{docs,doc}/**',
  '**/{LICENSE,NOTICE,AUTHORS,CODEOWNERS}*',
];

const GENERATED_PATHS = [
  '**/{package-lock.json,npm-shrinkwrap.json,yarn.lock,pnpm-lock.yaml,bun.lock,bun.lockb,Cargo.lock,poetry.lock,uv.lock,Pipfile.lock}',
  '**/{go.sum,Gemfile.lock,composer.lock,packages.lock.json,gradle.lockfile,flake.lock,mix.lock,pubspec.lock,Podfile.lock}',
  '**/{node_modules,vendor,third_party,dist,generated,__generated__}/**',
  '**/*.{min.js,min.css,map,snap,svg,pb.go}',
  '**/*_pb2.py',
  '**/*.{generated,gen}.*',
];

/** Case differs between repositories ("Auth", "auth"), never the meaning: paths are compared in lower case. */
const PROSE = /\.(?:md|mdx|markdown|rst|adoc|txt)$/i;
const lower = (globs: readonly string[]) => matcher(globs.map((glob) => glob.toLowerCase()));
const sensitiveFile = lower(SENSITIVE_FILES);
const inSensitiveFolder = lower(SENSITIVE_FOLDERS);
const inTestFolder = lower(TEST_FOLDERS);
const inNamedTestFolder = matcher(NAMED_TEST_FOLDERS);
const namedTest = matcher(TEST_NAMES);
const documentation = lower(DOCUMENTATION_PATHS);
const generated = lower(GENERATED_PATHS);

/** As many paths as GitHub lists of one pull request, and some. */
const REMEMBERED = 5_000;

/** Rules ask the same of the same paths, one after the other, and patterns are slow: what was found is remembered a while. */
function remembered(holds: (path: string) => boolean): (path: string) => boolean {
  const known = new Map<string, boolean>();
  return (path) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    if (known.size >= REMEMBERED) known.clear();
    const found = holds(path);
    known.set(path, found);
    return found;
  };
}
export const isDocumentation = remembered((path) => documentation(path.toLowerCase()));
export const isGenerated = remembered((path) => generated(path.toLowerCase()));

/** The words of a path in lower case, with `camelCase` taken apart. */
const words = (path: string): string[] =>
  path
    .replaceAll(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);

const CODE =
  /\.(?:[cm]?[jt]sx?|vue|svelte|py|rb|php|java|kts?|scala|groovy|clj[cs]?|go|rs|c|h|cc|cpp|cxx|hpp|hh|mm?|swift|cs|fs|vb|dart|exs?|erl|hs|elm|lua|pl|pm|r|jl|sh|bash|ps1|sql|zig|nim|sol|cr|ml|mli)$/i;

/** Written in a programming language, by its name: what can be tested. */
export const isCode = (path: string): boolean => CODE.test(path);

/** A name alone makes a test of source code, not of a workflow or a migration. */
const isNamedTest = (path: string): boolean => namedTest(path) && isCode(path) && !path.toLowerCase().endsWith('.sql');
const isInTestFolder = (path: string): boolean => inTestFolder(path.toLowerCase()) || inNamedTestFolder(path);

export const isTest = remembered((path) => isInTestFolder(path) || isNamedTest(path));

/** A path whose change deserves a question about attackers; prose about it and tests of it do not. */
export const isSensitive = remembered((path) => {
  if (PROSE.test(path) || isNamedTest(path)) return false;
  if (inSensitiveFolder(path.toLowerCase())) return true;
  return (
    !isInTestFolder(path) &&
    (sensitiveFile(path.toLowerCase()) || words(path).some((word) => SENSITIVE_WORD.test(word)))
  );
});

/** Lines of behaviour: neither tests, nor documentation, nor what a tool wrote. */
export const isSource = (path: string): boolean => !isTest(path) && !isDocumentation(path) && !isGenerated(path);

/** Both names of a renamed file: moving a file away from a path is a change to that path. */
export const pathsOf = (file: ChangedFile): string[] =>
  file.previousPath === undefined ? [file.path] : [file.path, file.previousPath];

/** Lines added and removed. */
export const changedLines = (file: ChangedFile): number => file.additions + file.deletions;
