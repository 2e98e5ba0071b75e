import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseKpiFile } from '../../src/health/kpi-file.ts';

const known = { kpis: ['time-to-value', 'uptime'], inherited: ['adoption'], tomorrow: '2026-11-24' };
const parse = (...lines: string[]) => parseKpiFile(lines.join('\n'), known);
const HEADER = 'date,kpi,value';
const GOOD = '2026-11-12,time-to-value,31.5';
const reading = { day: '2026-11-12', kpi: 'time-to-value', value: 31.5, source: 'file' };

describe('kpis.csv', () => {
  it.each([
    ['as it is asked for', [HEADER, GOOD]],
    [
      'with columns in another order, of any case, and more of them',
      ['Note, KPI ,VALUE,Date', 'x,time-to-value,31.5,2026-11-12'],
    ],
    ['as a spreadsheet saves it', [`\uFEFF${HEADER}\r`, `${GOOD}\r`, ',,\r', '']],
    ['with comments and blank lines', ['# Read by Truenorth', '', HEADER, '  # November', GOOD, '   ']],
    [
      'with quotes and spaces',
      ['"date", "kpi", "value", "note"', '2026-11-12 , "time-to-value" , "31.5" , "a, ""b"""'],
    ],
    ['with a sign', [HEADER, '2026-11-12,time-to-value,+31.50']],
    ['with an id in capitals', [HEADER, '2026-11-12,Time-to-Value,31.5']],
  ])('is read %s', (_, lines) => {
    expect(parse(...lines)).toEqual({ readings: [reading], problems: [] });
  });

  it.each([
    [
      '2026-11-12,time-to-value,12,5',
      'This line has 4 cells, the first names 3 columns. Decimals are written with a point: `12.5`.',
    ],
    [
      '2026-11-12,time-to-value,"12,5"',
      '`12,5` is not a number. Write it as `12.5`: digits and a point, nothing else.',
    ],
    ['2026-11-12,time-to-value,1e3', '`1e3` is not a number. Write it as `12.5`: digits and a point, nothing else.'],
    ['2026-11-12,time-to-value,12 h', '`12 h` is not a number. Write it as `12.5`: digits and a point, nothing else.'],
    ['2026-11-12,time-to-value,', 'The value is missing. Write it as `12.5`: digits and a point, nothing else.'],
    ['2026-11-12,time-to-value', 'The value is missing. Write it as `12.5`: digits and a point, nothing else.'],
    ['2026-11-12,time-to-value,1000000000000001', '`1000000000000001` is too large: at most 15 digits are kept.'],
    ['12.11.2026,time-to-value,3', '`12.11.2026` is not a date. Dates are written `2026-12-31`.'],
    ['2026-02-30,time-to-value,3', '`2026-02-30` is not a date. Dates are written `2026-12-31`.'],
    [',time-to-value,3', 'The day is missing. Days are written `2026-12-31`.'],
    ['2026-11-25,time-to-value,3', '`2026-11-25` is yet to come.'],
    ['1999-12-31,time-to-value,3', '`1999-12-31` is too long ago: readings begin in 2000.'],
    ['2026-11-12,time-to-valeu,3', '`time-to-valeu` is not a KPI here. Did you mean `time-to-value`?'],
    ['2026-11-12,revenue,3', '`revenue` is not a KPI here. Known: `time-to-value`, `uptime`.'],
    ['2026-11-12,,3', 'The KPI is missing. Known: `time-to-value`, `uptime`.'],
    ['2026-11-12,adoption,3', "`adoption` is the organisation's KPI: its readings belong in its `.github` repository."],
    ['2026-11-12,"time-to-value,3', 'A quote is not closed, or stands within a cell.'],
    ['2026-11-12;uptime;3', 'Columns are separated by commas: `date,kpi,value`.'],
  ])('names a broken line and how to mend it, and reads the others: %s', (line, text) => {
    expect(parse(HEADER, '', line, GOOD)).toEqual({ readings: [reading], problems: [{ line: 3, text }] });
  });

  it.each([
    ['2026-11-12,time-to-value,3', 'The first line names the columns: `date,kpi,value`.'],
    ['date,kpi', 'The first line names the columns: `date,kpi,value`.'],
    ['date;kpi;value', 'Columns are separated by commas: `date,kpi,value`.'],
    ['date\tkpi\tvalue', 'Columns are separated by commas: `date,kpi,value`.'],
  ])('without its first line is not read at all, and says so: %s', (header, text) => {
    expect(parse('# KPIs', header, GOOD)).toEqual({ readings: [], problems: [{ line: 2, text }] });
  });

  it('that is empty has no readings, and no problem', () => {
    expect(parse('', '# soon')).toEqual({ readings: [], problems: [] });
  });

  it('that says two values of one day names the one that does not count', () => {
    expect(parse(HEADER, '2026-11-12,time-to-value,40', GOOD)).toEqual({
      readings: [reading],
      problems: [
        { line: 2, text: 'Line 3 has `time-to-value` of `2026-11-12` too, and counts. Take one of them out.' },
      ],
    });
  });

  it.each([
    ['lines', `${HEADER}\n${`${GOOD}\n`.repeat(10_001)}`],
    ['bytes', `${HEADER}\n${'# é\n'.repeat(150_000)}`],
  ])('of too many %s is not read, and says so', (_, text) => {
    expect(parseKpiFile(text, known)).toEqual({
      readings: [],
      problems: [
        {
          line: 1,
          text: 'The file is too large to be read: at most 512 KB and 10,000 lines. Take the oldest days out.',
        },
      ],
    });
  });

  it('shows nothing that a person wrote outside code', () => {
    const [problem] = parse(HEADER, '2026-11-12,@everyone <b>`,3').problems;
    expect(problem?.text).toMatch(/^`` @everyone <b>` `` is not a KPI here\./);
  });

  it('whatever is in it: each line is a reading, a problem, a comment or blank', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ',',
        '"',
        '""',
        '\n',
        '\r\n',
        ';',
        '#',
        ' ',
        '2026-11-12',
        'uptime',
        'adoption',
        '3',
        '-1.5',
        '1e9',
        '\0',
        'é',
      ),
      fc.string({ unit: 'binary', maxLength: 5 }),
    );
    const text = fc.array(piece, { maxLength: 60 }).map((parts) => parts.join(''));
    const line = fc.constantFrom(GOOD, '2026-11-13,uptime,99.9', '2026-11-13,uptime,99.9"', '"2026-11-13","uptime",1');
    fc.assert(
      fc.property(fc.array(fc.oneof(text, line), { maxLength: 12 }), (parts) => {
        const body = parts.join('\n');
        const { readings, problems } = parseKpiFile(`${HEADER}\n${body}`, known);
        const lines = body.split(/\r\n|\n|\r/);
        const named = problems.map(({ line }) => line);
        expect(new Set(named).size).toBe(named.length);
        const silent = lines.filter((one, i) => !named.includes(i + 2) && !/^\s*(#|$)|^[\s,"]*$/.test(one));
        expect(silent.length).toBe(readings.length);
      }),
      { numRuns: 500 },
    );
  });

  it('of ten thousand lines, each with a quote that is not closed, is read in no time to speak of', () => {
    const began = performance.now();
    expect(parse(HEADER, ...Array(9_990).fill('2026-11-12,"uptime,3')).problems).toHaveLength(9_990);
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});
