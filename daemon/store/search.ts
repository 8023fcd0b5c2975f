import { sql } from 'kysely';
import type { Database } from './tables.js';

/** What Russian adds to the end of a noun, adjective or verb. With the rest searched as a beginning, "велосипеда"
 *  finds "велосипед" and the other way round; a whole stemmer would find little more. */
const RUSSIAN_ENDING =
  /(?:ами|ями|ого|его|ому|ему|ыми|ими|ать|ять|ить|еть|ах|ях|ой|ей|ый|ий|ая|яя|ое|ее|ые|ие|ов|ев|ом|ем|ам|ям|ую|юю|ых|их|[аеиоуыьэюя])$/u;
const SHORTEST_STEM = 3;

/** An FTS5 expression: every word of the text, each in any form that begins with it. Null when there is no word.
 *  Quotes are no letters, so whatever was typed cannot become FTS5 syntax. */
export function matchExpression(text: string): string | null {
  const words =
    text
      .normalize('NFC')
      .toLowerCase()
      .replaceAll('ё', 'е')
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.length === 0 ? null : words.map((word) => `"${stem(word)}"*`).join(' ');
}

function stem(word: string): string {
  const cut = word.replace(RUSSIAN_ENDING, '');
  return cut.length >= SHORTEST_STEM ? cut : word;
}

export interface FoundTurn {
  readonly callId: string;
  readonly index: number;
  /** Some words around the hit. */
  readonly excerpt: string;
}

/** Turns in which all words occur, best first. */
export async function searchTurns(db: Database, text: string, limit: number): Promise<FoundTurn[]> {
  const match = matchExpression(text);
  if (match === null) return [];
  const { rows } = await sql<FoundTurn>`
    select turns.call_id, turns.position as "index", snippet(transcript_index, -1, '', '', '…', 16) as excerpt
    from transcript_index join turns on turns.id = transcript_index.rowid
    where transcript_index match ${match}
    order by rank limit ${limit}`.execute(db);
  return rows;
}
