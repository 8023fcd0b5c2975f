import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Language } from './deps.js';

const COOKIE = 'lang';
const YEAR_S = 365 * 24 * 3600;

const isLanguage = (text: string | undefined): text is Language => text === 'en' || text === 'ru';

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
  const choice = String(lang);
  if (!isLanguage(choice)) return c.text('Unknown language\n', 400);
  setCookie(c, COOKIE, choice, { path: '/', maxAge: YEAR_S, httpOnly: true, sameSite: 'Lax' });
  return c.redirect(localPath(String(back)), 303);
}

/** Only a path on this server: "//elsewhere" and "/\elsewhere" are other servers to a browser. */
export const localPath = (text: string): string => (/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(text) ? text : '/');
