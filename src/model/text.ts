/**
 * The beginning of a text, of so many UTF-16 units at most, and of whole characters: half of one is no text to PostgreSQL nor to GitHub,
 * which refuse all that it comes with.
 */
export const cut = (text: string, longest: number): string => text.slice(0, longest).replace(/[\ud800-\udbff]$/, '');
