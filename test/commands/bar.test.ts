import { Writable } from 'node:stream';
import { afterEach, expect, it, vi } from 'vitest';
import { createBar } from '../../src/commands/bar.ts';

const WRAPPING = { off: '\u001b[?7l', on: '\u001b[?7h' };

afterEach(() => vi.restoreAllMocks());

it('a bar that is ended by Ctrl-C leaves the terminal as it was, and ends the command', () => {
  let shown = '';
  const write = (text: unknown, _: unknown, done: () => void) => {
    shown += String(text);
    done();
  };
  const stream = Object.assign(new Writable({ write }), { isTTY: true, columns: 80 });
  const killed = vi.spyOn(process, 'kill').mockReturnValue(true);
  createBar('{bar} {value}/{total}', { stream }).start(3, 1);
  expect(shown.lastIndexOf(WRAPPING.off)).toBeGreaterThan(shown.lastIndexOf(WRAPPING.on));
  process.emit('SIGINT');
  expect(shown.lastIndexOf(WRAPPING.on)).toBeGreaterThan(shown.lastIndexOf(WRAPPING.off));
  expect(killed).toHaveBeenCalledExactlyOnceWith(process.pid, 'SIGINT');
});
