import type { NameWanted } from '../speech/heard-name.js';
import { holdsSmallTalk, plainWords } from './acts.js';
import type { Knowledge, Understanding } from './deps.js';
import { addReason, fill, type Form, type FormKind, missing, newForm, together, withMore, wordsOf } from './form.js';
import { type DialogState, plainReply, type Reply, type Taken } from './reply.js';
import type { Texts } from './texts/texts.js';

export interface FormContext {
  readonly texts: Texts;
  readonly understanding: Understanding;
  readonly knowledge: Knowledge;
  /** E.164 of the caller, or null. */
  readonly callerNumber: string | null;
  /** Digits grouped for speaking. */
  readonly speakNumber: (e164: string) => string;
}

export interface Utterance {
  readonly text: string;
  readonly nowMs: number;
}

const ASKS = { name: 'askName', reason: 'askReason', number: 'askNumber', when: 'askWhen' } as const;

/** Opens a form, and takes what the same sentence already tells ("tell him that John Smith called"). */
export function startForm(kind: FormKind, { text, nowMs }: Utterance, state: DialogState, ctx: FormContext): Reply {
  const { understanding, texts } = ctx;
  const phone = understanding.numberIn(text);
  const words = phone?.rest ?? text;
  const named = understanding.nameIn(words, state.callerName === null ? 'unasked' : 'anew');
  const told = named?.rest ?? behindYes(words, texts);
  // "Call me back at five" is more than a request.
  const rest = understanding.timeIn(told, nowMs) === null ? beyondRequest(told, ctx) : told;
  const reasons = {
    message: () => withMore(null, rest),
    callback: () => withMore(state.openQuestion, rest),
    // What a booking is for stands in the wish itself; a time and a name alone would tell the owner too little.
    booking: () => beyondRequest(words, ctx) || state.openQuestion,
  };
  const form: Form = {
    ...newForm(kind, phone?.number ?? ctx.callerNumber),
    name: named?.name ?? state.callerName,
    reason: reasons[kind](),
    when: kind === 'booking' ? (understanding.timeIn(words, nowMs)?.time ?? null) : null,
  };
  const closed = closedReply(form, state, ctx);
  if (closed !== null) return closed;
  if (kind !== 'booking' && form.name === null && rest === '') return ask(form, state, [texts.askMessage]);
  return proceed(form, state, ctx);
}

/** The next step of an open form: `text` was neither a question for the rows nor a wish of its own. */
export function continueForm(form: Form, { text, nowMs }: Utterance, state: DialogState, ctx: FormContext): Reply {
  const phone = ctx.understanding.numberIn(text);
  if (form.readBack && phone !== null) return readBack({ ...form, number: phone.number }, state, ctx);
  const renamed = ctx.understanding.nameIn(text, 'anew');
  if (form.readBack && renamed !== null)
    return readBack({ ...form, name: renamed.name, reason: withMore(form.reason, renamed.rest) }, state, ctx);
  if (form.readBack) {
    const added = addReason(form, text);
    const after: DialogState = { ...state, form: null, added, expecting: 'yes-no', offered: false };
    return plainReply('form', [ctx.texts.addedToMessage], after, { taken: [taken(added)] });
  }
  const words = phone?.rest ?? text;
  const named = ctx.understanding.nameIn(words, nameWanted(form));
  const told = form.kind === 'booking' ? ctx.understanding.timeIn(words, nowMs) : null;
  const filled = fill(form, {
    name: named?.name ?? null,
    bareName: told === null ? ctx.understanding.bareNameIn(words) : null,
    rest: told === null || meansMore(told.rest, ctx.texts) ? (named?.rest ?? words) : '',
    number: phone?.number ?? null,
    when: told?.time ?? null,
  });
  const closed = told === null ? null : closedReply(filled, state, ctx);
  if (closed !== null) return closed;
  if (filled.failedNumbers > form.failedNumbers && missing(filled) === 'number')
    return ask(filled, state, [ctx.texts.numberNotUnderstood]);
  return proceed(filled, state, ctx);
}

/** "Between two and four", "Monday or Tuesday": more than the one time that was understood. */
const meansMore = (rest: string, { smallTalk, negations }: Texts): boolean =>
  wordsIn(rest).some((word) => !smallTalk.has(word) && !negations.has(word));

function nameWanted(form: Form): NameWanted {
  if (form.name !== null) return 'anew';
  return missing(form) === 'name' ? 'asked' : 'unasked';
}

/** The caller said yes to the read-back. */
export function confirmed(form: Form, state: DialogState, ctx: FormContext): Reply {
  const after: DialogState = { ...state, form: null, added: form, expecting: 'yes-no', openQuestion: null };
  return plainReply('form', [ctx.texts.messageTaken], after, { taken: [taken(form)] });
}

/** What the caller said for it is only in the recording: the owner is told to listen. */
export function unheardForm(form: Form, state: DialogState, ctx: FormContext): Reply {
  const message = addReason(form, ctx.texts.inRecording);
  const after: DialogState = { ...state, form: null, expecting: 'yes-no' };
  return plainReply('voicemail', [ctx.texts.messageTaken], after, { taken: [taken(message)] });
}

/** The caller said no to the read-back: "no, on Tuesday" corrects the time alone, "no, my name is …" the name; anything
 *  else means once more from the start, with the number kept. */
export function corrected(form: Form, { text, nowMs }: Utterance, state: DialogState, ctx: FormContext): Reply {
  const told = form.kind === 'booking' ? ctx.understanding.timeIn(text, nowMs) : null;
  if (told !== null) {
    const moved: Form = { ...form, when: together(told.time, form.when) };
    return closedReply(moved, state, ctx) ?? readBack(moved, state, ctx);
  }
  const name = ctx.understanding.nameIn(text, 'asked')?.name ?? nameBehindNo(text, ctx);
  if (name !== null) return readBack({ ...form, name }, state, ctx);
  const again: Form = { ...newForm(form.kind, form.number), id: form.id };
  return ask(again, state, [form.kind === 'booking' ? ctx.texts.askWhen : ctx.texts.tryAgain]);
}

/** "No, Smythe." */
function nameBehindNo(text: string, { texts, understanding }: FormContext): string | null {
  const behind = plainWords(text).replace(texts.acts.no, ' ').trim();
  return holdsSmallTalk(behind, texts) ? null : understanding.bareNameIn(behind);
}

/** The question that the form is waiting for an answer to: said again after an answer in between. */
export function pendingQuestion(form: Form, texts: Texts): string {
  const wants = missing(form);
  if (wants === null || wants === 'anything' || wants === 'yes-no') return texts.isThatRight;
  if (wants !== 'when' || form.when === null) return texts[ASKS[wants]];
  return form.when.date === null ? texts.askDay : texts.askTime;
}

export const taken = (form: Form): Taken => ({
  id: form.id,
  kind: form.kind,
  name: form.name,
  number: form.number,
  reason: form.reason,
  when: form.when === null ? null : wordsOf(form.when),
});

function proceed(form: Form, state: DialogState, ctx: FormContext): Reply {
  const wants = missing(form);
  if (wants !== null) return ask(form, state, [pendingQuestion(form, ctx.texts)]);
  return readBack(form, state, ctx);
}

function ask(form: Form, state: DialogState, clauses: readonly string[]): Reply {
  const expecting = missing(form) ?? 'yes-no';
  const started = form.name !== null || form.reason !== null || form.when !== null;
  const after: DialogState = { ...state, form, expecting, offered: false, callerName: form.name ?? state.callerName };
  return plainReply('form', clauses, after, { taken: started ? [taken(form)] : [] });
}

function readBack(form: Form, state: DialogState, ctx: FormContext): Reply {
  const { texts } = ctx;
  const name = form.name ?? '';
  const booking =
    form.when === null
      ? texts.confirmMessage(name, texts.anAppointment)
      : texts.confirmBooking(name, wordsOf(form.when));
  const what = form.kind === 'booking' ? booking : texts.confirmMessage(name, sentence(form.reason ?? ''));
  const back =
    form.number === null
      ? []
      : [form.number === ctx.callerNumber ? texts.onThisNumber : texts.onNumber(ctx.speakNumber(form.number))];
  const after: DialogState = {
    ...state,
    form: { ...form, readBack: true },
    expecting: 'yes-no',
    offered: false,
    callerName: form.name,
  };
  // Stored before it is confirmed: a caller who hangs up now has still left a message.
  return plainReply('form', [what, ...back, texts.isThatRight], after, { taken: [taken(form)] });
}

/** Told from the rows, and asked again; null when it is open then. What was wished stays on record. */
function closedReply(form: Form, state: DialogState, ctx: FormContext): Reply | null {
  const { texts, knowledge } = ctx;
  const { when } = form;
  const closed = when === null || when.date === null ? null : knowledge.closedAt(when.date, when.minute);
  if (when === null || closed === null) return null;
  const left = closed.allDay ? { ...when, date: null, dayText: '' } : { ...when, minute: null, clockText: '' };
  const after: DialogState = { ...state, form: { ...form, when: left }, expecting: 'when', offered: false };
  const clauses = [closed.text, closed.allDay ? texts.otherDay : texts.otherTime];
  return plainReply('form', clauses, after, { evidence: closed.evidence, taken: [taken(form)] });
}

const REQUESTS = ['message', 'change', 'callback', 'booking', 'person'] as const;
/** "I would like to make an appointment" has six words around its request, and no reason; "I have a toothache" has one. */
const WORDS_OF_A_REQUEST = 6;
const WORDS_WITH_A_MEANING = 2;
/** Fewer words behind "tell the owner" are rather "of the shop" than what he is to be told. */
const WORDS_OF_A_REASON = 5;

const isRequest = (text: string, { acts }: Texts): boolean => REQUESTS.some((act) => acts[act].test(plainWords(text)));

/** A bare "yes" may have opened the form; what stands behind it may belong to the message. */
function behindYes(text: string, { acts, smallTalk, wishes }: Texts): string {
  const behind = wordsIn(plainWords(text).replace(acts.yes, ' '));
  return behind.every((word) => smallTalk.has(word) || wishes.has(word)) ? '' : behind.join(' ');
}

/** What was said besides asking for the form: "can I leave a message" is nobody's reason, and of "tell the owner that …" it
 *  is what stands behind. */
function beyondRequest(text: string, { texts, knowledge }: FormContext): string {
  if (!isRequest(text, texts) || texts.acts.change.test(plainWords(text))) return text;
  const said = plainWords(text);
  const around = wordsIn(REQUESTS.reduce((left, act) => left.replace(texts.acts[act], ' '), said));
  const isMeant = (word: string) => !texts.smallTalk.has(word) && !texts.wishes.has(word);
  const wish = texts.acts.message.exec(said);
  const behind = wish === null ? [] : wordsIn(said.slice(wish.index + wish[0].length).replace(/^ (?:that|что) /, ' '));
  const means =
    around.filter((word) => isMeant(word) && word.length > 3).length >= WORDS_WITH_A_MEANING ||
    behind.filter(isMeant).length >= WORDS_WITH_A_MEANING ||
    knowledge.namesService(said);
  if (around.length <= WORDS_OF_A_REQUEST && !means) return '';
  return behind.length >= WORDS_OF_A_REASON ? behind.join(' ') : text;
}

const wordsIn = (text: string): string[] => text.split(' ').filter((word) => word !== '');

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
