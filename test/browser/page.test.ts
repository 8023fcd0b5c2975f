import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import t, { type Test } from 'tap';
import type { CallEvent } from '../../daemon/call/live.js';
import { startWeb, type Web } from '../../web/server.js';
import { ANSWERED, type FakeBox, fakeBox, id, READY, TURNS, turn } from '../web/fake-deps.js';

const CHROMIUM = '/usr/bin/chromium';
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** Far above what a loaded machine needs, and below the time a test file has. */
const WAIT_MS = 15_000;
const WIDTHS = [360, 390, 1280];
const PATHS = ['/', '/live', '/calls', `/calls/${id(2)}`, '/messages', '/messages?show=done'];
const skip = existsSync(CHROMIUM) ? false : `no browser at ${CHROMIUM}: apt-get install chromium`;

t.test('in a real browser', { skip }, async (t) => {
  const box: FakeBox = await fakeBox();
  const web: Web = await startWeb({ host: '127.0.0.1', port: 0 }, box.deps);
  const browser: Browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS });
  t.teardown(async () => {
    await browser.close();
    await web.stop();
    await box.remove();
  });

  /** What the browser complained of: a script error, or something that the policy forbade. */
  const complaints: string[] = [];
  async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 860 }, locale: 'en-GB', ...options });
    page.setDefaultTimeout(WAIT_MS);
    page.on('pageerror', (error) => complaints.push(`${path}: ${error.message}`));
    page.on('console', (line) => line.type() === 'error' && complaints.push(`${path}: ${line.text()}`));
    await page.goto(web.url + path);
    return page;
  }

  const check = (name: string, run: (t: Test) => Promise<void>) =>
    t.test(name, async (t) => {
      await run(t);
      t.same(complaints.splice(0), [], 'the browser complained of nothing');
    });

  check('no page scrolls sideways, on phone or desktop, in either language', async (t) => {
    for (const locale of ['en-GB', 'ru-RU']) {
      const page = await open('/', { locale });
      for (const path of PATHS) {
        await page.goto(web.url + path);
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 800 });
          const wide = await page.evaluate('document.documentElement.scrollWidth');
          t.ok(Number(wide) <= width, `${locale} ${path} at ${width}: ${String(wide)}`);
        }
      }
      await page.close();
    }
  });

  check('a call appears word by word, to its end', async (t) => {
    const page = await open('/live');
    const say = (event: { type: CallEvent['type'] } & Record<string, unknown>) =>
      box.live.publish({ callId: id(9), at: Date.now(), ...event } as CallEvent);
    const see = (text: string) => page.getByText(text).first().waitFor();
    await see('Nobody is on the line');
    say({ type: 'ringing', from: '+447700900123' });
    await see('Ringing');
    say({ type: 'connected' });
    say({ type: 'turn', index: 0, turn: TURNS[0] });
    await see('the automatic assistant of Sunrise');
    say({ type: 'heard-partial', text: 'when are' });
    await see('The caller is speaking');
    await page.locator('#live-now .partial', { hasText: /^when are$/ }).waitFor();
    say({ type: 'heard-partial', text: 'when are you open' });
    await page.locator('#live-now .partial', { hasText: /^when are you open$/ }).waitFor();
    say({ type: 'turn', index: 1, turn: turn({ heard: 'when are you open' }) });
    await page.locator('#live-turns .caller', { hasText: 'when are you open' }).waitFor();
    await page.locator('#live-now .partial').waitFor({ state: 'detached' });
    say({ type: 'speaking', text: 'We are open', on: true });
    await page.locator('#live-now .assistant', { hasText: 'We are open' }).waitFor();

    const late = await open('/live');
    await late.getByText('the automatic assistant of Sunrise').waitFor();
    await late.close();

    say({ type: 'turn', index: 1, turn: TURNS[1] });
    await page.locator('#live-turns .assistant', { hasText: 'from nine to six' }).waitFor();
    say({ type: 'ended', endReason: 'caller', outcome: ANSWERED });
    await see('The call has ended');
    t.equal(await page.locator('#live-turns .line').count(), 3, 'each line once');
    t.equal(await page.getByText('Open the record').getAttribute('href'), `/calls/${id(9)}`);
    await page.close();
  });

  check('a hostile transcript does nothing, live or later', async (t) => {
    const page = await open('/live');
    const evil =
      '<img src=x onerror="document.title=1"><script>document.title=1</script></hx-partial><hx-partial hx-target="#main">gone';
    const at = { callId: id(8), at: Date.now() };
    box.live.publish({ ...at, type: 'ringing', from: null });
    box.live.publish({ ...at, type: 'turn', index: 0, turn: turn({ heard: evil, said: evil }) });
    box.live.publish({ ...at, type: 'heard-partial', text: evil });
    await page.locator('#live-now .partial', { hasText: 'onerror' }).waitFor();
    t.match(await page.title(), 'Live call');
    t.equal(await page.locator('#main h1').textContent(), 'Live call');
    t.equal(await page.locator('main img, main script').count(), 0);
    box.live.publish({ ...at, type: 'ended', endReason: 'caller', outcome: null });
    await page.close();
  });

  check('a click on a line plays the recording from there', async (t) => {
    const page = await open(`/calls/${id(2)}`);
    const now = () => page.evaluate('document.getElementById("player").currentTime').then(Number);
    await page.locator('.line.caller p').nth(1).click();
    await page.locator('.line.playing', { hasText: 'electric scooters' }).waitFor();
    t.ok((await now()) >= 13, "the caller's second line stands at 13 s");
    await page.getByLabel('Play from 0:06').focus();
    await page.keyboard.press('Enter');
    await page.locator('.line.playing', { hasText: 'when are you open' }).waitFor();
    t.ok((await now()) < 7.8, 'the keyboard does the same');
    t.equal(page.url(), `${web.url}/calls/${id(2)}`, 'and the page stays');
    await page.close();
  });

  check('a search finds while one types', async (t) => {
    const page = await open('/calls');
    await page.keyboard.press('/');
    await page.keyboard.type('solar');
    await page.getByText('Found for').waitFor();
    t.equal(await page.locator('.call').count(), 1);
    t.match(page.url(), 'q=solar');
    await page.getByRole('searchbox').fill('zebra');
    await page.getByText('Nothing found').waitFor();
    await page.close();
  });

  check('a message is done and undone in its place', async (t) => {
    const page = await open('/messages');
    await page.getByRole('button', { name: 'Mark as done' }).first().click();
    await page.getByText('Marked as done.').waitFor();
    t.equal(box.tasks.filter(({ state }) => state === 'done').length, 1);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Open again.').waitFor();
    t.equal(box.tasks.filter(({ state }) => state === 'done').length, 0);
    await page.close();
  });

  check('the language is switched where one is', async (t) => {
    const page = await open('/calls?q=chain');
    await page.getByRole('button', { name: 'Русский' }).click();
    await page.getByRole('heading', { name: 'Звонки' }).waitFor();
    t.equal(page.url(), `${web.url}/calls?q=chain`);
    await page.goto(`${web.url}/`);
    await page.getByText('Готов: ждёт звонка').waitFor();
    box.line = { ...READY, state: 'lost' };
    box.live.publish({ type: 'line', at: Date.now(), status: box.line });
    await page.getByText('Ответить на звонок нельзя').waitFor();
    box.line = READY;
    await page.close();
  });

  check('without JavaScript all can be read and messages can be done', async (t) => {
    const page = await open('/messages', { javaScriptEnabled: false });
    await page.getByRole('button', { name: 'Mark as done' }).first().click();
    await page.waitForURL('**/messages?show=done');
    await page.getByRole('button', { name: 'Open again' }).first().click();
    await page.waitForURL('**/messages');
    await page.goto(`${web.url}/calls/${id(2)}`);
    await page.getByText('when are you open').waitFor();
    t.match(await page.getByLabel('Play from 0:06').getAttribute('href'), /recording\.wav#t=6\.10$/);
    await page.close();
  });

  check('the keyboard reaches the content past the menu, with a visible focus', async (t) => {
    const page = await open('/');
    await page.keyboard.press('Tab');
    t.equal(await page.evaluate('document.activeElement.className'), 'skip');
    t.equal(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle'), 'solid');
    await page.keyboard.press('Enter');
    t.match(page.url(), '#main');
    await page.close();
  });

  check('a box that is gone is said to be gone, and found again', async (t) => {
    const first = await startWeb({ host: '127.0.0.1', port: 0 }, box.deps);
    const port = Number(new URL(first.url).port);
    const page = await browser.newPage({ locale: 'en-GB' });
    page.setDefaultTimeout(WAIT_MS);
    await page.goto(first.url);
    await page.getByText('Vodafone UK').waitFor();
    await first.stop();
    const notice = page.getByText('The connection to the box was lost');
    await notice.waitFor();
    t.ok(await page.getByText('Vodafone UK').isVisible(), 'what was last known stays on the page');
    const second = await startWeb({ host: '127.0.0.1', port }, box.deps);
    t.teardown(() => second.stop());
    await notice.waitFor({ state: 'hidden' });
    await page.close();
  });

  check('a page that found no room for its stream tries again', async (t) => {
    const full: Response[] = [];
    while (full.length < 20) full.push(await fetch(`${web.url}/events/live`));
    const page = await browser.newPage({ locale: 'en-GB' });
    page.setDefaultTimeout(WAIT_MS);
    await page.goto(web.url);
    const notice = page.getByText('The connection to the box was lost');
    await notice.waitFor();
    t.match(await page.locator('#main').textContent(), 'Ready', "its stream's refusal is not shown as a page");
    for (const { body } of full) await body?.cancel();
    await notice.waitFor({ state: 'hidden' });
    await page.close();
  });
});
