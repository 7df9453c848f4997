// The HTML report in a real browser: npx projen test:page. CHROMIUM names the program, chromium unless set.
import { execFileSync } from 'child_process';
import { writeFileSync } from 'fs';
import { join } from 'path';
import { pathToFileURL } from 'url';
import { Browser, BrowserContextOptions, chromium, Page } from 'playwright-core';
import { addSession, documents, right } from '../checks/fixtures';
import { acknowledgement, evaluated } from '../checks/policy-examples';
import { FAULTS, OPTIONS } from '../door/estate/estate';
import { temporaryFolder } from '../support/app';
import { MirrorEdition } from '../../src';
import { run } from '../../src/cli/run';
import type { Coverage } from '../../src/report/coverage';
import { htmlReport } from '../../src/report/html-report';
import { Language } from '../../src/texts/language';

const SESSIONS = 3_000;
/** An inventory with every kind of row. */
const COVERAGE: Coverage = {
  edition: MirrorEdition.EDITION_2023, total: 3_100, moreIn2026: true, warnings: ['3 interfaces of the inventory have no tags'],
  rows: [
    { kind: 'selected', amount: SESSIONS, parts: [] },
    {
      kind: 'outside',
      amount: 60,
      parts: [
        ['vpc vpc-bp1prod', 40],
        ['tag role=web|app|batch|worker|gateway|bastion', 20],
      ],
    },
    { kind: 'excluded', amount: 9, parts: [['tag mirror=never', 9]] },
    {
      kind: 'family',
      amount: 23,
      parts: [
        ['g8i', 12],
        ['t6', 8],
        ['c5', 3],
      ],
    },
    { kind: 'never', amount: 8, parts: [['serviceManaged', 4], ['notInUse', 4]] },
  ],
};
const NAME = '<img src=x onerror="document.title=\'broken\'">';

function executable(): string {
  const named = process.env.CHROMIUM ?? 'chromium';
  return named.includes('/') ? named : execFileSync('which', [named], { encoding: 'utf8' }).trim();
}

/** 3,000 sessions to 15 targets, some of them off, one with a name that is markup. */
function pageFile(language: Language = 'en'): string {
  const f = right();
  for (let i = 1; i < SESSIONS; i++) {
    addSession(f, `s${i}`, [`eni-${i}`], 1_000 + i, {
      traffic_mirror_target_id: `lb-bp1sensors${i % 15}`,
      ...(i % 40 === 0 && { enabled: false }),
      ...(i % 700 === 0 && { priority: 5 }),
    });
  }
  f.terraform.resource.alicloud_vpc_traffic_mirror_session.s7['//'] = { metadata: { path: `net/${NAME}` } };
  const file = join(temporaryFolder(), 'page.html');
  const evaluation = evaluated(documents(f), { acknowledgements: [acknowledgement({ subject: '*.s80', reason: 'by hand' })], language });
  writeFileSync(
    file,
    htmlReport({
      evaluation,
      files: new Map(),
      kinds: ['1 stack'],
      incomplete: [],
      notes: [],
      version: '0.1.0',
      root: process.cwd(),
      coverage: COVERAGE,
      gigabytes: 500,
    }),
  );
  return file;
}

/** The contrast of texts with what is behind them, computed in the page. */
const CONTRASTS = `(() => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const luminance = (colour) => {
    const [r, g, b] = channels(colour).slice(0, 3).map((c) => c / 255).map((c) => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if ((channels(colour)[3] ?? 1) > 0) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  const box = (text) => text.parentElement.querySelector(':scope > rect');
  const colours = (element) => element instanceof SVGElement
    ? [getComputedStyle(element).fill, box(element) ? getComputedStyle(box(element)).fill : behind(element.ownerSVGElement)]
    : [getComputedStyle(element).color, behind(element)];
  const all = ['.verdict', '.counts .error b', '.counts .warning b', '.counts .undecided b', '.tag.error', '.tag.warning', '.tag.undecided', '.tag.acknowledged', 'summary', 'h2', 'input', 'th', 'td', 'code', '.drawing .title', '.drawing .small', '.drawing g text', 'small', 'nav a', 'dt', 'footer p'];
  return all.map((selector) => {
    const element = document.querySelector(selector);
    const [a, b] = colours(element).map(luminance).sort((x, y) => y - x);
    return { selector, ratio: (a + 0.05) / (b + 0.05) };
  });
})()`;

let browser: Browser;
let url: string;
beforeAll(async () => {
  url = pathToFileURL(pageFile()).href;
  browser = await chromium.launch({ executablePath: executable(), args: ['--no-sandbox'] });
});
afterAll(async () => browser.close());

async function withPage(options: BrowserContextOptions, action: (page: Page) => Promise<void>, at = url): Promise<void> {
  const context = await browser.newContext(options);
  const requests: string[] = [];
  const errors: string[] = [];
  const page = await context.newPage();
  page.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => { if (message.type() === 'error') errors.push(message.text()); });
  await page.goto(at);
  await action(page);
  expect({ requests, errors }).toEqual({ requests: [at], errors: [] });
  await context.close();
}

test('loads nothing else, and shows the verdict and names as they are', async () => {
  await withPage({}, async (page) => {
    expect(await page.locator('.verdict').innerText()).toMatch(/^Not OK 2,926 interfaces mirrored/);
    expect(await page.title()).toBe('Traffic mirroring: net');
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('.drawing rect').count()).toBeLessThanOrEqual(30);
    expect(await page.locator('tr[data-row="session"]').count()).toBe(SESSIONS);
  });
});

test('in Chinese: the language, the verdict, and the search', async () => {
  await withPage({}, async (page) => {
    expect(await page.evaluate('document.documentElement.lang')).toBe('zh-CN');
    expect(await page.title()).toBe('流量镜像：net');
    expect(await page.locator('.verdict').innerText()).toMatch(/^未通过 镜像 2,926 块弹性网卡/);
    await page.getByLabel('搜索会话、镜像源、筛选条件和 VNI').fill('eni-2718');
    await page.locator('[data-found="session"]', { hasText: /^3000 个中的 1 个$/ }).waitFor();
  }, pathToFileURL(pageFile('zh')).href);
});

test('3,000 sessions are searched by source, and what is found is opened', async () => {
  await withPage({}, async (page) => {
    await page.getByLabel('Search sessions, sources, filters and VNIs').fill('eni-2718');
    await page.locator('[data-found="session"]', { hasText: /^1 of 3000$/ }).waitFor();
    expect(await page.locator('tr[data-row="session"]:visible').allInnerTexts()).toEqual([expect.stringContaining('s2718')]);
    await page.getByLabel('Search findings').fill('TM305');
    expect(await page.locator('.finding:visible').count()).toBe(2);
  });
});

test('is used by keyboard: the first stop leads to the findings, and a group opens', async () => {
  await withPage({}, async (page) => {
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to findings');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('location.hash')).toBe('#findings');
    const closed = page.locator('.finding:not([open]) > summary').first();
    await closed.focus();
    const text = await closed.innerText();
    await page.keyboard.press('Enter');
    expect(await page.locator('.finding[open] > summary', { hasText: text.slice(0, 30) }).count()).toBeGreaterThan(0);
  });
});

const FOCUSED = `(() => {
  const { id, className, tagName } = document.activeElement;
  return id || (typeof className === 'string' && className) || tagName;
})()`;

test('the keyboard reaches the searches, the groups of sessions and their tables, and scrolls a wide table', async () => {
  await withPage({ viewport: { width: 320, height: 800 } }, async (page) => {
    const reach = async (stop: string): Promise<void> => {
      for (let i = 0; i < 100; i++) {
        await page.keyboard.press('Tab');
        if (await page.evaluate(FOCUSED) === stop) return;
      }
      throw new Error(`no ${stop} within 100 stops`);
    };
    await reach('find-finding');
    await page.keyboard.type('TM305');
    await page.locator('[data-found="finding"]', { hasText: /^2 of / }).waitFor();
    // The table of the coverage, then the drawing.
    for (const content of ['TABLE', 'svg']) {
      await reach('wide');
      expect(await page.evaluate('document.activeElement.firstElementChild.tagName')).toBe(content);
    }
    await page.keyboard.press('ArrowRight');
    let scrolled = 0;
    // The page allows no evaluation from inside, which waitForFunction needs.
    for (let i = 0; i < 100 && scrolled === 0; i++) {
      await page.waitForTimeout(50);
      scrolled = await page.evaluate<number>('document.activeElement.scrollLeft');
    }
    expect(scrolled).toBeGreaterThan(0);
    await reach('find-session');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(FOCUSED)).toBe('SUMMARY');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.querySelector("tr[data-row]") !== null')).toBe(true);
  });
});

describe('the page of the estate with seeded faults', () => {
  const ids = Object.keys(FAULTS);
  let estate: string;
  beforeAll(() => {
    const folder = join(__dirname, '..', 'door');
    const file = join(temporaryFolder(), 'estate.html');
    run(
      [
        'check',
        `estate=${join(folder, 'fixtures', 'estate-hcl-plan.json')}`,
        '--enrich',
        join(folder, 'estate'),
        ...OPTIONS,
        '--out',
        `html=${file}`,
      ],
      { out: () => undefined, error: () => undefined },
    );
    estate = pathToFileURL(file).href;
  });

  test('shows each fault with its line, and the errors open', async () => {
    await withPage({}, async (page) => {
      expect(await page.locator('.verdict').innerText()).toMatch(/^Not OK /);
      const summaries = await page.locator('.finding > summary').allInnerTexts();
      expect(ids.filter((id) => !summaries.some((text) => text.includes(id)))).toEqual([]);
      expect(await page.locator('.finding.error:not([open])').count()).toBe(0);
      expect(await page.locator('.finding.error').first().innerText()).toMatch(/test\/door\/estate\/main\.tf:\d+/);
      for (const section of ['#findings', '#who', '#quotas', '#cost', '#change']) {
        expect(await page.locator(`${section} > h2`).isVisible()).toBe(true);
      }
    }, estate);
  });

  test('finds a fault by its check', async () => {
    await withPage({}, async (page) => {
      await page.getByLabel('Search findings').fill('TM403');
      expect(await page.locator('.finding:visible > summary').allInnerTexts()).toEqual(
        expect.arrayContaining([expect.stringContaining('TM403')]),
      );
      expect(await page.locator('.finding:visible').count()).toBeLessThan(ids.length);
    }, estate);
  });

  test.each([320, 1_280])('fits a screen of %d pixels', async (width) => {
    await withPage({ viewport: { width, height: 800 } }, async (page) => {
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    }, estate);
  });
});

test.each([320, 1_280])('fits a screen of %d pixels without scrolling sideways', async (width) => {
  await withPage({ viewport: { width, height: 800 } }, async (page) => {
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  });
});

test.each(['light', 'dark'] as const)('its texts have contrast in %s mode', async (colorScheme) => {
  await withPage({ colorScheme }, async (page) => {
    const ratios = await page.evaluate<{ selector: string; ratio: number }[]>(CONTRASTS);
    expect(ratios.filter(({ ratio }) => ratio < 4.5)).toEqual([]);
  });
});

test('on paper everything is open', async () => {
  await withPage({}, async (page) => {
    expect(await page.locator('details:not([open])').count()).toBeGreaterThan(0);
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    expect(await page.locator('details:not([open])').count()).toBe(0);
    await page.evaluate('dispatchEvent(new Event("afterprint"))');
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('nav').isVisible()).toBe(false);
  });
});
