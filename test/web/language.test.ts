import t from 'tap';
import { localPath } from '../../web/language.js';
import { appUnderTest } from './app-under-test.js';

const page = await appUnderTest();
t.teardown(() => page.close());

const languageOf = async (path: string, headers?: Record<string, string>) =>
  /<html lang="(..)"/.exec(await page.text(path, headers))?.[1];

t.test('the address decides, then the choice, then the browser, then the business', async (t) => {
  t.equal(await languageOf('/'), 'en');
  t.equal(await languageOf('/', { 'accept-language': 'ru-RU,ru;q=0.9,en;q=0.8' }), 'ru');
  t.equal(await languageOf('/', { 'accept-language': 'de, en;q=0.2, ru;q=0.7' }), 'ru');
  t.equal(await languageOf('/', { 'accept-language': 'de,fr;q=0.5' }), 'en');
  t.equal(await languageOf('/', { 'accept-language': 'ru;q=0, ;;q=x,,' }), 'en');
  t.equal(await languageOf('/', { 'accept-language': 'ru', cookie: 'lang=en' }), 'en');
  t.equal(await languageOf('/?lang=ru', { cookie: 'lang=en' }), 'ru');
  t.equal(await languageOf('/?lang=xx', { cookie: 'lang=zz' }), 'en');
});

t.test('the choice is kept in a cookie and leads back to the page', async (t) => {
  const chosen = await page.post('/language', { lang: 'ru', back: '/calls?q=chain' });
  t.equal(chosen.status, 303);
  t.equal(chosen.headers.get('location'), '/calls?q=chain');
  t.match(chosen.headers.get('set-cookie'), /^lang=ru; .*HttpOnly; SameSite=Lax/);
  t.equal((await page.post('/language', { lang: 'xx' })).status, 400);
});

t.test('the way back never leads to another server', async (t) => {
  for (const trick of [
    '//evil.example',
    '/\\evil.example',
    'http://evil.example',
    '/a\r\nSet-Cookie: x=1',
    '/\\',
    '',
    undefined,
  ])
    t.equal(localPath(trick), '/', String(trick));
  t.equal(localPath('/calls?q=%D1%86%D0%B5%D0%BF%D1%8C&before=1'), '/calls?q=%D1%86%D0%B5%D0%BF%D1%8C&before=1');
});
