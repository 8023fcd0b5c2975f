import { html } from 'hono/html';
import type { Child } from 'hono/jsx';
import { time } from '../../daemon/base/time.js';
import type { Language } from '../deps.js';
import { assetUrl } from '../static-files.js';
import { texts } from '../texts/texts.js';
import type { View } from '../view.js';

export type Tab = 'status' | 'live' | 'calls' | 'messages';

const TABS: readonly (readonly [Tab, string])[] = [
  ['status', '/'],
  ['live', '/live'],
  ['calls', '/calls'],
  ['messages', '/messages'],
];

/** An error's text stays out of the page: htmx 4 would swap it in like any other answer. */
const HTMX_CONFIG = JSON.stringify({ includeIndicatorCSS: false, history: 'reload', noSwap: [204, 304, '4xx', '5xx'] });

/** At the end of the body and not deferred: a deferred htmx starts by a timer, now and then before its extension is
 *  there, and then the page's stream is never opened. */
const SCRIPTS = ['htmx.js', 'hx-sse.js', 'app.js'];

interface PageProps {
  readonly view: View;
  readonly title: string;
  readonly tab?: Tab;
  /** Name of the event stream that keeps the page's regions current. */
  readonly stream?: 'status' | 'live';
  readonly children: Child;
}

/** A whole document; JSX itself cannot write the doctype. */
export const document = (props: PageProps) => html`<!doctype html>${<Page {...props} />}`;

function Page({ view, title, tab, stream, children }: PageProps) {
  const t = view.texts;
  return (
    <html lang={view.language} data-now={String(time.now())}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="htmx-config" content={HTMX_CONFIG} />
        <title>{`${title} · ${t.product}`}</title>
        <link rel="icon" href={assetUrl('icon.svg')} type="image/svg+xml" />
        <link rel="stylesheet" href={assetUrl('app.css')} />
        {stream !== undefined && (
          <noscript>
            <meta http-equiv="refresh" content="10" />
          </noscript>
        )}
      </head>
      <body>
        <a class="skip" href="#main">
          {t.skip}
        </a>
        <Header view={view} tab={tab} />
        <p class="offline" id="offline" role="status" hidden>
          {t.offline}
        </p>
        <main id="main" tabindex={-1}>
          {children}
        </main>
        {stream !== undefined && (
          <div hidden hx-sse:connect={`/events/${stream}?lang=${view.language}`} hx-trigger="load, again" />
        )}
        {SCRIPTS.map((name) => (
          <script src={assetUrl(name)} />
        ))}
      </body>
    </html>
  );
}

function Header({ view, tab }: { view: View; tab: Tab | undefined }) {
  const t = view.texts;
  return (
    <header class="top">
      <a class="brand" href="/">
        <img src={assetUrl('icon.svg')} alt="" width="28" height="28" />
        <span class="brand-name">
          <bdi>{view.business.name || t.product}</bdi>
        </span>
      </a>
      <nav aria-label={t.mainMenu}>
        {TABS.map(([name, href]) => (
          <a href={href} aria-current={name === tab ? 'page' : undefined}>
            {t.nav[name]}
          </a>
        ))}
      </nav>
      <LanguageSwitch view={view} />
    </header>
  );
}

function LanguageSwitch({ view }: { view: View }) {
  return (
    <form class="languages" method="post" action="/language" aria-label={view.texts.switchLanguage}>
      <input type="hidden" name="back" value={view.path} />
      {(Object.keys(texts) as Language[]).map((language) => (
        <button
          name="lang"
          value={language}
          lang={language}
          title={texts[language].language}
          aria-label={texts[language].language}
          aria-pressed={language === view.language ? 'true' : 'false'}
        >
          {language.toUpperCase()}
        </button>
      ))}
    </form>
  );
}

/** Shown where there is nothing to list yet: what it means and what to do. */
export function Empty({ title, hint, children }: { title: string; hint: string; children?: Child }) {
  return (
    <div class="empty">
      <svg viewBox="0 0 48 48" width="48" height="48" aria-hidden="true">
        <path d="M6 24h5M15 17v14M22 11v26M29 19v10M36 15v18M42 24h1" />
      </svg>
      <h2>{title}</h2>
      <p>{hint}</p>
      {children}
    </div>
  );
}
