import { DateTime } from 'luxon';
import type { Language } from '../base/language.js';
import type { Moment, MomentContext } from '../speech/heard-moment.js';
import { speechFor } from '../speech/speech.js';
import type { Understanding } from './deps.js';
import type { WishedTime } from './form.js';

export interface UnderstandingContext {
  readonly language: Language;
  readonly country: string;
  readonly timezone: string;
  readonly hours: MomentContext['hours'];
}

/** The speech room as the dialogue uses it, for one business. */
export function understandingOf(context: UnderstandingContext): Understanding {
  const speech = speechFor(context.language);
  return {
    rows: speech.rows,
    nameIn: (text, wanted) => speech.name(text, wanted),
    bareNameIn: (text) => speech.bareName(text),
    numberIn(text) {
      const heard = speech.phone(text, context.country);
      return heard?.e164 == null ? null : { number: heard.e164, rest: heard.rest };
    },
    inNumber: (text) => speech.inNumber(text),
    timeIn(text, nowMs) {
      const moment = speech.moments(text, { ...context, now: nowMs })[0];
      if (moment === undefined || (moment.date === null && moment.timeMinute === null)) return null;
      return { time: wished(moment, context), rest: moment.rest };
    },
    async *clauses(pieces) {
      const splitter = speech.clauses();
      for await (const piece of pieces) yield* splitter.push(piece);
      yield* splitter.flush();
    },
  };
}

/** Written so that the normaliser speaks it and the owner can read it. */
function wished(moment: Moment, { language, timezone }: UnderstandingContext): WishedTime {
  const { date, timeMinute: minute } = moment;
  return {
    date,
    dayText: date === null ? '' : dayText(DateTime.fromISO(date, { zone: timezone }), language),
    minute,
    clockText: minute === null ? '' : clockText(minute, language),
  };
}

const dayText = (day: DateTime, language: Language): string =>
  language === 'en'
    ? `on ${day.setLocale('en-GB').toFormat('cccc, d LLLL')}`
    : day.setLocale('ru').toFormat('cccc, d MMMM');

function clockText(minute: number, language: Language): string {
  const clock = `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;
  return language === 'en' ? `at ${clock}` : `в ${clock}`;
}
