import MarkdownIt from 'markdown-it';

const md = new MarkdownIt({ html: true });
// Blocks are all that is asked for: markdown-it's inline rules are slow on hostile text, visible-text.ts is not.
md.core.ruler.enableOnly(['normalize', 'block']);

export type Token = ReturnType<typeof md.parse>[number];

const READ = new Set(
  'blockquote_open blockquote_close list_item_open list_item_close heading_open tr_open inline html_block fence code_block'.split(
    ' ',
  ),
);

/** What markdown-it notes on a token that nobody reads. */
const UNREAD = {} as Token;

/** Keeps the tokens that are read here, as plain objects: markdown-it's own take five times as long, on 80,000 of them. */
md.block.State = class extends md.block.State {
  override push(type: string, tag: string, nesting: Token['nesting']): Token {
    if (nesting < 0) this.level--;
    const { level } = this;
    if (nesting > 0) this.level++;
    if (!READ.has(type)) return UNREAD;
    if (isEmptyCell(this.tokens.at(-1))) this.tokens.pop();
    const token = { type, tag, nesting, level, map: null, content: '' } as unknown as Token;
    this.tokens.push(token);
    return token;
  }
};

/** Rows are filled up to as many columns as their table has. */
const isEmptyCell = (token: Token | undefined): boolean =>
  token?.type === 'inline' && token.content === '' && token.map === null;

/** The labels that links may be defined by, as markdown-it compares them. */
export type References = Readonly<Record<string, { href: string } | undefined>>;

/** The blocks of a Markdown text in order, with their lines, and the link definitions found in it. */
export function blocksOf(source: string): { tokens: readonly Token[]; references: References } {
  const env: NonNullable<Parameters<typeof md.parse>[1]> = {};
  const tokens = md.parse(source, env);
  return { tokens, references: env.references ?? {} };
}
