import { fstatSync, writeFileSync } from 'node:fs';
import { styleText } from 'node:util';
import { oneLine } from '../model/markdown.ts';
import { EXIT } from './command.ts';

/** The result, for people and scripts. Not by `console`, which says nothing where it could not be written. */
export function tell(text: string): void {
  const { fd } = process.stdout;
  // To a file a stream writes what there is room for, and says nothing of the rest.
  if (fstatSync(fd).isFile()) writeFileSync(fd, `${text}\n`);
  else process.stdout.write(`${text}\n`);
}

/** One value as JSON, for scripts. */
export const tellJson = (value: unknown): void => tell(JSON.stringify(value, null, 2));

/** A result that could not be written, as on a full disk, is none. Who reads no further (`| head`) wanted no more. */
export function mindOutput(): void {
  process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') return;
    mention(`truenorth: the result could not be written (${message})`);
    process.exit(EXIT.unreachable);
  });
}

/** What is said on GitHub as Markdown, as text on one line: nothing in it moves a terminal's cursor or colours it. */
export const plain = (text: string): string => oneLine(text.replaceAll('`', ''));

/** What goes on meanwhile, and what went wrong. */
export const mention = (text: string): void => console.error(text);

type Style = Parameters<typeof styleText>[0];

/** Coloured where standard output is a terminal and nobody asked for none (`NO_COLOR`). */
export const coloured = (style: Style, text: string): string =>
  styleText(style, text, { stream: process.stdout, validateStream: true });
