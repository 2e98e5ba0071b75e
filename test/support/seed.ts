import fc from 'fast-check';

/**
 * Property tests run from one seed, so that a failure of today is a failure of tomorrow; `npm run fuzz` tries others. What fails
 * prints it.
 */
fc.configureGlobal({ seed: Number(process.env.FUZZ_SEED ?? 20_261_123) });
