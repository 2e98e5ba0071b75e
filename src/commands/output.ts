import { styleText } from 'node:util';
import { oneLine } from '../model/markdown.ts';

/** The result, for people and scripts. */
export const tell = (text: string): void => console.log(text);

/** One value as JSON, for scripts. */
export const tellJson = (value: unknown): void => console.log(JSON.stringify(value, null, 2));

/** What is said on GitHub as Markdown, as text on one line: nothing in it moves a terminal's cursor or colours it. */
export const plain = (text: string): string => oneLine(text.replaceAll('`', ''));

/** What goes on meanwhile, and what went wrong. */
export const mention = (text: string): void => console.error(text);

type Style = Parameters<typeof styleText>[0];

/** Coloured where standard output is a terminal and nobody asked for none (`NO_COLOR`). */
export const coloured = (style: Style, text: string): string =>
  styleText(style, text, { stream: process.stdout, validateStream: true });
