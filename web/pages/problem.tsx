import { document, Empty } from '../parts/layout.js';
import type { View } from '../view.js';

/** A page that says in plain words that there is nothing to show, and the way back. */
export function problemPage(view: View, what: 'notFound' | 'failed') {
  const t = view.texts;
  return document({
    view,
    title: t[what],
    children: (
      <Empty title={t[what]} hint={t[`${what}Hint`]}>
        <a href="/">{t.backHome}</a>
      </Empty>
    ),
  });
}
