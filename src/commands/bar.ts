import cliProgress from 'cli-progress';

/** A bar on a terminal. It turns line wrapping off, which Ctrl-C, too, turns on again before it ends the command. */
export function createBar(
  format: string,
  { clearOnComplete = false, stream = process.stderr as NodeJS.WritableStream } = {},
) {
  const bar = new cliProgress.SingleBar({ format, stream, clearOnComplete }, cliProgress.Presets.shades_classic);
  process.once('SIGINT', () => {
    bar.stop();
    // Whoever waits for it is told that it was a signal.
    process.kill(process.pid, 'SIGINT');
  });
  return bar;
}
