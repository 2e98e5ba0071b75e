import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barChart, type LineChart, lineChart, lineDiagrams, pieChart } from '../../src/health/charts.ts';
import { debtLedger } from '../../src/health/debt-ledger.ts';
import { ledgerIssue } from '../../src/health/ledger-issue.ts';
import { type Measure, noData, notApplicable, value } from '../../src/health/measure.ts';
import { words } from '../../src/health/mermaid.ts';
import { MERMAID, startBrowser } from '../support/browser.ts';
import { policy } from '../support/facts.ts';
import { at } from '../support/history.ts';

/** All that Markdown reads as words, links or tags. */
function outsideOfCode(text: string): string {
  const tokens = markdown.parse(text, {}).flatMap((token) => token.children ?? [token]);
  const html = tokens.filter(({ type }) => type.startsWith('html')).map(({ content }) => content.trim());
  expect(html.join('')).toBe('<details><summary>The figures of the chart</summary></details>');
  return tokens.map(({ type, content }) => (type === 'text' ? content : type.startsWith('link') ? '<a>' : '')).join('');
}
const markdown = new MarkdownIt({ html: true, linkify: true });

interface Drawing {
  /** Mermaid's own words of what is wrong. */
  error?: string;
  svg: string;
  texts: string[];
  strokes: string[];
}

let browser: Browser;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  browser = await startBrowser();
  page = await browser.newPage();
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.setContent('<!doctype html>');
  await page.addScriptTag({ path: MERMAID });
  await page.evaluate("mermaid.initialize({ startOnLoad: false, securityLevel: 'strict' })");
});
afterAll(() => browser.close());

const diagramsIn = (markdown: string): string[] =>
  [...markdown.matchAll(/^```mermaid\n([^`]*)\n```$/gm)].map(([, text = '']) => text);

/** What real Mermaid makes of a diagram, in a real browser. */
async function draw(diagram: string): Promise<Drawing> {
  return await page.evaluate<Drawing>(`(async (text) => {
    try {
      await mermaid.parse(text);
      const { svg } = await mermaid.render('drawing', text);
      const made = new DOMParser().parseFromString(svg, 'text/html');
      return {
        svg,
        texts: [...made.querySelectorAll('text')].map(({ textContent }) => textContent.trim()),
        strokes: [...made.querySelectorAll('.plot path')].map((path) => path.getAttribute('stroke')),
      };
    } catch (error) {
      return { error: String(error.message), svg: '', texts: [], strokes: [] };
    }
  })(${JSON.stringify(diagram)})`);
}

/** All diagrams of a Markdown, each of which is drawn, and without a number that is none. */
async function drawings(markdown: string): Promise<Drawing[]> {
  const drawn: Drawing[] = [];
  for (const diagram of diagramsIn(markdown)) {
    const drawing = await draw(diagram);
    expect(drawing.error, diagram).toBeUndefined();
    expect(drawing.svg, diagram).not.toMatch(/NaN|Infinity|undefined|Syntax error/);
    drawn.push(drawing);
  }
  expect(complaints).toEqual([]);
  return drawn;
}

const valuesOf = (...numbers: (number | undefined)[]): Measure<number>[] =>
  numbers.map((number) => (number === undefined ? noData('Nothing was deployed') : value(number)));
const WEEKS = ['2026-W44', '2026-W45', '2026-W46', '2026-W47'];
const LEAD: LineChart = {
  ...{ title: 'Change lead time', unit: 'hours', weeks: WEEKS },
  series: [{ name: 'Median', values: valuesOf(28, 30.25, 0, 1_234) }],
};
const part = (name: string, measure: Measure<number>) => ({ name, value: measure });

describe('a line chart', () => {
  it('has a line for each series, a level one for the target, their names, and every value in a table', async () => {
    const said = lineChart({
      ...LEAD,
      series: [...LEAD.series, { name: 'P90', values: valuesOf(40, 41, 42, 43) }] as never,
      target: 24,
    });
    const [drawing] = await drawings(said);
    expect(drawing?.strokes).toEqual(['#1c71de', '#bc4c00', '#7d8590']);
    for (const text of ['Change lead time', 'hours', 'W44', 'W47']) expect(drawing?.texts).toContain(text);
    expect(said).toContain('Blue: `Median`. Orange: `P90`. Grey: the target, 24 `hours`.');
    expect(said).toContain('| Week | `Median` (`hours`) | `P90` (`hours`) |');
    expect(said).toContain('| 2026-W47 | 1,234 | 43 |');
    expect(said).toContain('line [28, 30.3, 0, 1234]');
  });

  it('leaves weeks without a value out of the axis, never drawing nought, and says so', async () => {
    const said = lineChart({ ...LEAD, series: [{ name: 'Median', values: valuesOf(28, undefined, 0, 5) }] });
    const [drawing] = await drawings(said);
    expect(drawing?.texts).toEqual(expect.arrayContaining(['W44', '… W46', 'W47']));
    expect(said).toContain('line [28, 0, 5]');
    expect(said).toContain('The axis leaves out (…) weeks without a value.');
    expect(said).toContain('| 2026-W45 | no data |\n| 2026-W46 | 0 |');
  });

  it('is several where series lack different weeks, so that no value is hidden', async () => {
    const series = [
      { name: 'Median', values: valuesOf(28, undefined, 4, 5) },
      { name: 'P90', values: valuesOf(40, 41, 42, undefined) },
    ] as const;
    const drawn = await drawings(lineChart({ ...LEAD, series, target: 24 }));
    expect(drawn.map(({ strokes }) => strokes)).toEqual([
      ['#1c71de', '#7d8590'],
      ['#bc4c00', '#7d8590'],
    ]);
  });

  it('needs two weeks: a single point would be a line that nobody sees', () => {
    const said = lineChart({ ...LEAD, series: [{ name: 'Median', values: valuesOf(undefined, 28) }] });
    expect(diagramsIn(said)).toEqual([]);
    expect(said).toContain('A line needs two weeks with a value.');
    expect(said).toContain('| 2026-W47 | no data |');
  });

  it('tells not applicable and suppressed from no data', () => {
    const suppressed = { state: 'suppressed', because: 'Few' } as const;
    const said = lineChart({
      ...LEAD,
      series: [{ name: 'M', values: [notApplicable('No budget'), suppressed, value(1), value(2)] }],
    });
    expect(said).toContain('| 2026-W44 | not applicable |\n| 2026-W45 | suppressed |');
  });

  it.each([
    ['from nought', [28, 30, 34], '0 --> 38'],
    ['below nought', [-25, 10], '-29 --> 14'],
    ['to nought, where all is below', [-50, -20], '-55 --> 0'],
    ['from nought, where all is equal', [34, 34], '0 --> 38'],
    ['of nothing', [0, 0], '0 --> 1'],
    ['near values that are far from nought', [99.5, 99.9], '99.4 --> 100'],
    ['in full', [0, 2_500_000], '0 --> 2800000'],
    ['of very little', [0, 1e-9], '0 --> 1'],
    ['of small shares', [0.001, 0.004], '0 --> 0.0044'],
  ])('has an axis %s', async (_, numbers, range) => {
    const said = lineDiagrams({ ...LEAD, series: [{ name: 'M', values: valuesOf(...numbers) }] });
    expect(said).toContain(`y-axis "hours" ${range}\n`);
    await drawings(said);
  });

  it('tells weeks of two years apart', async () => {
    const weeks = ['2025-W47', '2026-W46', '2026-W47'];
    const [drawing] = await drawings(lineChart({ ...LEAD, weeks }));
    expect(drawing?.texts).toEqual(expect.arrayContaining(weeks));
  });
});

describe('a bar chart', () => {
  it('has a bar for each part, and none for what has no value or is below nought', async () => {
    const parts = [part('Sign-up', value(60)), part('Support', noData('Stale')), part('Costs', value(-25))];
    const said = barChart({ title: 'Attainment', unit: '%', parts: [...parts, part('Sign-up', value(0))] });
    const [drawing] = await drawings(said);
    expect(said).toContain('bar [60, 0]');
    expect(drawing?.texts).toEqual(expect.arrayContaining(['Attainment', '%', 'Sign-up', 'Sign-up (2)']));
    expect(said).toContain('What has no value, or one below zero, has no bar.');
    expect(said).toContain('| `Support` | no data |\n| `Costs` | -25 |');
  });

  it('is a table alone where nothing can be drawn', () => {
    expect(diagramsIn(barChart({ title: 'A', unit: '%', parts: [part('B', noData('Stale'))] }))).toEqual([]);
  });
});

describe('a pie', () => {
  it('has a slice for each part above nought', async () => {
    const parts = [part('Debt', value(10)), part('Product', value(30)), part('Innovation', value(0))];
    const said = pieChart({ title: 'Merged changes', unit: 'changes', parts });
    const [drawing] = await drawings(said);
    expect(drawing?.texts).toEqual(
      expect.arrayContaining(['Merged changes (changes)', '75%', '25%', 'Product [30]', 'Debt [10]']),
    );
    expect(said).toContain('| `Innovation` | 0 |');
  });

  it('draws the smallest of many as one', async () => {
    const parts = Array.from({ length: 12 }, (_, i) => part(`P${i}`, value(i + 1)));
    const [drawing] = await drawings(pieChart({ title: 'A', unit: 'b', parts }));
    expect(drawing?.texts).toEqual(expect.arrayContaining(['P5 [6]', 'all others [15]']));
    expect(drawing?.texts.join()).not.toContain('P4 [');
  });
});

describe('what people write', () => {
  const nasty = [
    ...['"', "'", '`', '```', '~~~', '\n', '\r\n', '\n\n```\n', '%%', '%%{init: {"theme":"dark"}}%%', '-->', '---'],
    ...['<b>', '</text>', '<script>alert(1)</script>', '<!--', '@someone', '@acme/all', '#12', 'acme/api#12', '#quot;'],
    ...['[', ']', '{', '}', '(', ')', ':', ';', ',', '|', '\\', '\\n', 'title ', 'line [1]', 'bar', 'x-axis', '&lt;'],
    ...[
      'accTitle: x',
      'click a href',
      'style a fill:#f00;',
      '日本語',
      'עברית',
      '👍🏽',
      '👨‍👩‍👧',
      '\u202E',
      '\0',
      '\uD800',
      '\u2028',
      ' ',
    ],
    ...['a'.repeat(10_000), '"'.repeat(10_000), 'constructor', '__proto__', 'ﬂ°°60¶ß', '$$x$$'],
  ];
  const text = fc.oneof(
    fc
      .array(fc.oneof(fc.constantFrom(...nasty), fc.string({ unit: 'grapheme' })), { maxLength: 6 })
      .map((parts) => parts.join('')),
    fc.string({ unit: 'binary' }),
  );
  const measure = fc.oneof<fc.Arbitrary<Measure<number>>[]>(
    fc.double().map(value),
    fc.integer({ min: -1_000, max: 1_000 }).map(value),
    fc
      .constantFrom(0, -0, 1e-7, 1e21, 0.1 + 0.2, 100_000.04, 100_000.06, Number.MAX_VALUE, Number.MIN_VALUE)
      .map(value),
    fc.constant(noData('Why')),
  );
  const series = fc.record({ name: text, values: fc.array(measure, { maxLength: 6 }) });
  const target = fc.option(fc.double(), { nil: undefined });
  const chart = fc.oneof(
    fc
      .record({
        ...{ title: text, unit: text, weeks: fc.subarray([...WEEKS, '2025-W47']) },
        ...{ series: fc.array(series, { minLength: 1, maxLength: 3 }), target },
      })
      .map((made) => lineChart(made as never)),
    fc
      .tuple(
        fc.constantFrom(barChart, pieChart),
        text,
        text,
        fc.array(fc.record({ name: text, value: measure }), { maxLength: 12 }),
      )
      .map(([write, title, unit, parts]) => write({ title, unit, parts })),
  );

  it('never breaks a diagram, and is never more than its letters', async () => {
    let seen = 0;
    await fc.assert(
      fc.asyncProperty(chart, async (said) => {
        const fences = said.match(/^```.*$/gm) ?? [];
        const diagrams = diagramsIn(said);
        expect(outsideOfCode(said)).not.toMatch(/[@#<[]/);
        expect(fences).toEqual(diagrams.flatMap(() => ['```mermaid', '```']));
        for (const diagram of diagrams) {
          // Nothing but Truenorth's own directive, and no line but those of a chart.
          expect(diagram.match(/%%/g) ?? []).toHaveLength(2);
          expect(diagram).not.toMatch(/[@<`\\]|#(?![0-9a-f]{6}\b)|\d[eE][+-]?\d+[\],\n]/);
          for (const line of diagram.split('\n'))
            expect(line).toMatch(
              /^(xychart-beta( horizontal)?|pie showData|%%\{init: \{.*\}\}%%| {2}(title|x-axis|y-axis|line|bar) .+| {2}"[^"]+" : [\d.]+)$/,
            );
        }
        for (const { svg } of await drawings(said)) expect(svg).not.toMatch(/<script|<img|<a\b|onerror=/i);
        seen += diagrams.length;
      }),
      { numRuns: 500 },
    );
    expect(seen).toBeGreaterThan(200);
  }, 120_000);

  it('is no more than fits, counted as wide as it is', () => {
    expect(words('a'.repeat(10_000), 24)).toBe(`${'a'.repeat(24)}…`);
    expect(words('日'.repeat(10_000), 24)).toBe(`${'日'.repeat(12)}…`);
    expect(words('\n\u202E ', 24)).toBe('–');
    expect(words('Fewer "calls" to @acme/support; 5% by #12', 60)).toBe('Fewer ”calls” to (at)acme/support, 5% by ♯12');
  });
});

it('the ledger’s burn-down is drawn by a real browser', async () => {
  const options = policy({ 'technical-debt': { budget: { points: 10 } } })['technical-debt'];
  const now = at('2026-09-09T12:00Z');
  const labels = ['tech-debt', 'debt: 8'].map((name) => ({ name, from: 0 }));
  const ledger = debtLedger([{ number: 1, createdAt: 0, owners: [], labels }], options, now, 'Etc/UTC');
  const [drawing, ...more] = await drawings(ledgerIssue(ledger, options));
  expect(more).toEqual([]);
  expect(drawing?.texts).toEqual(expect.arrayContaining(['Open points at the end of each week', 'Points', 'W37']));
  expect(drawing?.strokes).toEqual(['#1c71de', '#7d8590']);
});
