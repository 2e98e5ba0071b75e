import { styleText } from 'node:util';

/** The result, for people and scripts. */
export const tell = (text: string): void => console.log(text);

/** One value as JSON, for scripts. */
export const tellJson = (value: unknown): void => console.log(JSON.stringify(value, null, 2));

/** What goes on meanwhile, and what went wrong. */
export const mention = (text: string): void => console.error(text);

type Style = Parameters<typeof styleText>[0];

/** Coloured where standard output is a terminal and nobody asked for none (`NO_COLOR`). */
export const coloured = (style: Style, text: string): string =>
  styleText(style, text, { stream: process.stdout, validateStream: true });
