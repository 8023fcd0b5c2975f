import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Language } from './deps.js';

const COOKIE = 'lang';
const YEAR_S = 365 * 24 * 3600;

const isLanguage = (value: unknown): value is Language => value === 'en' || value === 'ru';

/** ?lang for this one page, then the choice made in the header, then the browser's wish, then the business's own. */
export function languageOf(c: Context, business: Language): Language {
  const wishes = [c.req.query('lang'), getCookie(c, COOKIE), preferred(c.req.header('accept-language'))];
  return wishes.find(isLanguage) ?? business;
}

/** The first of our languages in an Accept-Language header, by weight. */
function preferred(header = ''): string | undefined {
  return header
    .slice(0, 200)
    .split(',')
    .map((part) => {
      const [tag = '', weight = ''] = part.trim().split(/;\s*q=/);
      return { language: tag.slice(0, 2).toLowerCase(), weight: weight === '' ? 1 : Number(weight) };
    })
    .filter(({ language, weight }) => isLanguage(language) && weight > 0)
    .sort((a, b) => b.weight - a.weight)[0]?.language;
}

/** Remembers the choice and goes back to the page it was made on. */
export async function chooseLanguage(c: Context): Promise<Response> {
  const { lang, back } = await c.req.parseBody();
  if (!isLanguage(lang)) return c.text('Unknown language\n', 400);
  setCookie(c, COOKIE, lang, { path: '/', maxAge: YEAR_S, httpOnly: true, sameSite: 'Lax' });
  return c.redirect(localPath(back), 303);
}

const LOCAL_PATH = /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/;

/** Only a path on this server: "//elsewhere" and "/\elsewhere" are other servers to a browser. */
export const localPath = (value: unknown): string =>
  typeof value === 'string' && LOCAL_PATH.test(value) ? value : '/';
