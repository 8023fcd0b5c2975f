import type { CallSummary } from '../deps.js';
import { CallList } from '../parts/call-list.js';
import { document, Empty } from '../parts/layout.js';
import type { View } from '../view.js';

export const SEARCH_CHARS = 200;

interface CallsData {
  readonly calls: readonly CallSummary[];
  readonly search: string;
  /** Whether this page starts with the newest call. */
  readonly first: boolean;
  /** The call to go on after, or null when this is the end of the list. */
  readonly next: string | null;
}

/** All calls, newest first, with a search over what was said. */
export function callsPage(view: View, data: CallsData) {
  const t = view.texts;
  return document({
    view,
    title: t.calls,
    tab: 'calls',
    children: (
      <>
        <h1>{t.calls}</h1>
        <SearchForm view={view} search={data.search} />
        <div id="results" aria-live="polite">
          <Results view={view} data={data} />
        </div>
      </>
    ),
  });
}

/** Searches while one types; without JavaScript it is a form with a button. */
function SearchForm({ view, search }: { view: View; search: string }) {
  const t = view.texts;
  return (
    <form class="search" role="search" action="/calls">
      <label class="visually-hidden" for="q">
        {t.searchHint}
      </label>
      <input
        id="q"
        name="q"
        type="search"
        value={search}
        placeholder={t.searchHint}
        maxlength={SEARCH_CHARS}
        autocomplete="off"
        hx-get="/calls"
        hx-trigger="input changed delay:300ms"
        hx-target="#results"
        hx-select="#results"
        hx-swap="outerHTML"
        hx-push-url="true"
        hx-sync="this:replace"
      />
      <button>{t.search}</button>
    </form>
  );
}

function Results({ view, data }: { view: View; data: CallsData }) {
  const t = view.texts;
  if (data.calls.length === 0 && data.search !== '') {
    return (
      <Empty title={t.nothingFound} hint={t.nothingFoundHint}>
        <a href="/calls">{t.showAll}</a>
      </Empty>
    );
  }
  if (data.calls.length === 0) return <Empty title={t.noCalls} hint={t.noCallsHint} />;
  return (
    <>
      {data.search !== '' && (
        <p class="muted">
          <bdi>{t.found(data.search)}</bdi>
        </p>
      )}
      <CallList view={view} calls={data.calls} search={data.search} />
      <nav class="paging" aria-label={t.calls}>
        {!data.first && <a href={pageUrl(data.search, null)}>{t.newest}</a>}
        {data.next !== null && (
          <a class="older" rel="next" href={pageUrl(data.search, data.next)}>
            {t.older}
          </a>
        )}
      </nav>
    </>
  );
}

function pageUrl(search: string, before: string | null): string {
  const query = new URLSearchParams();
  if (search !== '') query.set('q', search);
  if (before !== null) query.set('before', before);
  return query.size === 0 ? '/calls' : `/calls?${query.toString()}`;
}
