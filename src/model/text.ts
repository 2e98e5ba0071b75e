/** A text without what PostgreSQL's holds none of: NUL, and halves of characters. */
export const storable = (text: string): string => text.replaceAll('\0', '').toWellFormed();

/**
 * The beginning of a text, of so many UTF-16 units at most, and of whole characters: half of one is no text to PostgreSQL nor to GitHub,
 * which refuse all that it comes with.
 */
export const cut = (text: string, longest: number): string => text.slice(0, longest).replace(/[\ud800-\udbff]$/, '');
