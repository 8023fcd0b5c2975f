import type { Llm } from '../engines/llm/llm.js';
import { actOf, asksBehindYes, goesOn, holdsSmallTalk, isBareAnswer, plainWords } from './acts.js';
import type { Knowledge, Understanding } from './deps.js';
import type { Form, FormKind } from './form.js';
import {
  confirmed,
  continueForm,
  corrected,
  type FormContext,
  type Utterance,
  pendingQuestion,
  startForm,
  unheardForm,
} from './form-replies.js';
import { llmReply } from './llm-reply.js';
import { conversationFor, type Exchange, historyFor } from './prompt.js';
import { type DialogState, type Heard, plainReply, type Reply } from './reply.js';
import type { Act, Texts } from './texts/texts.js';
import { alsoOpen, openQuestion, unanswered } from './unanswered.js';
import type { Unheard } from './unheard.js';

export interface LadderDeps {
  readonly texts: Texts;
  readonly businessName: string;
  readonly knowledge: Knowledge;
  readonly understanding: Understanding;
  readonly callerNumber: string | null;
  readonly speakNumber: (e164: string) => string;
  /** The language model, while it is ready; null takes its rung out. */
  readonly llm: () => Llm | null;
  /** What is said is kept as sound, for the owner to listen to. */
  readonly recorded: boolean;
}

export interface Turn {
  readonly heard: Heard;
  readonly state: DialogState;
  readonly history: readonly Exchange[];
  readonly nowMs: number;
}

/** How often in a row a caller is asked to say it again before there are other ways. */
const ASK_AGAIN: Readonly<Record<Unheard, number>> = { deaf: 1, wordless: 2, noise: 1 };

const FORM_ACTS: Partial<Record<Act, FormKind>> = {
  message: 'message',
  change: 'message',
  callback: 'callback',
  booking: 'booking',
  person: 'message',
};

/**
 * What to answer: the owner's rows first, then the form in hand, then the language model behind its guard, and a message
 * taken when nothing else serves. Thinking changes nothing: a reply may be dropped when the caller goes on speaking.
 */
export class Ladder {
  readonly #deps: LadderDeps;
  readonly #form: FormContext;
  #facts: string | null = null;

  constructor(deps: LadderDeps) {
    this.#deps = deps;
    this.#form = deps;
  }

  /** The language model's rung, and what is below it. Resolves when the first clause is known. */
  async askModel(turn: Turn, signal: AbortSignal): Promise<Reply> {
    const llm = this.#deps.llm();
    if (llm === null) return this.withoutModel(turn);
    const { texts, knowledge, understanding, businessName, callerNumber } = this.#deps;
    const { heard, state, nowMs } = turn;
    const messages = conversationFor(texts.prompt(businessName), this.#factsOf(nowMs), turn.history, heard.text);
    const said = turn.history.map((exchange) => exchange.heard ?? '');
    const question = { text: heard.text, said, messages, state, nowMs, callerNumber };
    return await llmReply({ llm, knowledge, understanding, texts }, question, signal);
  }

  /** Did the caller pause in the middle of a number? */
  inNumber({ heard }: Turn): boolean {
    return this.#deps.understanding.inNumber(heard.text);
  }

  /** Nothing serves: say so, keep the question for the owner and offer to call back. */
  withoutModel({ heard, state }: Turn): Reply {
    const { clauses, evidence } = unanswered(this.#deps, heard.text);
    const after: DialogState = {
      ...state,
      offered: true,
      expecting: 'yes-no',
      openQuestion: alsoOpen(state, heard.text),
    };
    return plainReply('phrase', clauses, after, {
      evidence,
      taken: [openQuestion(heard.text, this.#deps.callerNumber)],
    });
  }

  /** What was said could not be understood: once more, please; then the ways that need no ears, which are the keys and,
   *  where a message is being left, the recording. Null for noise that was told all of it already. */
  unheard(why: Unheard, state: DialogState): Reply | null {
    const { texts, recorded } = this.#deps;
    const times = state.misunderstood;
    const after = { ...state, misunderstood: times + 1 };
    if (times < ASK_AGAIN[why])
      return plainReply('phrase', [why === 'wordless' ? texts.notHeard : texts.hearingTrouble], after);
    if (state.form !== null && recorded) return unheardForm(state.form, after, this.#form);
    return why !== 'deaf' && times > ASK_AGAIN[why] ? null : plainReply('phrase', [texts.keysHelp], after);
  }

  /** Evaluates what was said so far while nobody waits, so that the next turn brings only its own words to the model. */
  async warm(state: Pick<Turn, 'history' | 'nowMs'>, signal: AbortSignal): Promise<void> {
    const { texts, businessName } = this.#deps;
    const messages = historyFor(texts.prompt(businessName), this.#factsOf(state.nowMs), state.history);
    await this.#deps.llm()?.preload(messages, signal);
  }

  /** As they were when the call began: the time stands in them, and with every new minute the model would have to read all
   *  that was said again, for a second, while the caller waits. */
  #factsOf(nowMs: number): string {
    return (this.#facts ??= this.#deps.knowledge.facts(nowMs));
  }

  /** A key instead of words: 1 hours, 2 address, 3 message, 0 a person, * again. */
  byKey(key: string, state: DialogState, nowMs: number): Reply {
    const { texts, knowledge } = this.#deps;
    const question = texts.keyQuestions[key];
    const answer =
      question === undefined
        ? null
        : knowledge.answer({ text: question, phrase: { text: question, confidence: 1 } }, nowMs);
    if (answer !== null) return plainReply('keys', [answer.text], state, { evidence: answer.evidence });
    if (key === '3' || key === '0')
      return { ...startForm('message', { text: '', nowMs }, { ...state, form: null }, this.#form), path: 'keys' };
    if (key === '*' && state.lastSaid !== '') return plainReply('keys', [state.lastSaid], state);
    return plainReply('keys', [texts.keysHelp], state);
  }

  /** Digits keyed in where a number was asked for. */
  byDigits(digits: string, state: DialogState, nowMs: number): Reply {
    if (state.form === null) return this.byKey('#', state, nowMs);
    return { ...continueForm(state.form, { text: digits, nowMs }, state, this.#form), path: 'keys' };
  }

  /** The rungs that need no language model; null when none of them has an answer. */
  answerAtOnce(turn: Turn): Reply | null {
    const act = actOf(turn.heard.text, this.#deps.texts);
    return (
      this.#toReadBack(turn, act) ??
      this.#fromRows(turn) ??
      this.#byYesOrNo(turn, act) ??
      this.#byAct(turn, act) ??
      this.#intoForm(turn, act)
    );
  }

  /** "No, on …" corrects the number alone, and is for the form. */
  #toReadBack({ heard, state, nowMs }: Turn, act: Act | null): Reply | null {
    if (state.form?.readBack !== true || (act !== 'yes' && act !== 'no')) return null;
    if (this.#deps.understanding.numberIn(heard.text) !== null) return null;
    if (act === 'yes') return confirmed(state.form, state, this.#form);
    return corrected(state.form, { text: heard.text, nowMs }, state, this.#form);
  }

  #fromRows({ heard, state, history, nowMs }: Turn): Reply | null {
    const { knowledge, texts } = this.#deps;
    if (isBareAnswer(heard.text, texts)) return null;
    const earlier = history.flatMap((exchange) => [exchange.heard ?? '', exchange.spoken]);
    // "Monday, then" answers the form's question; only what asks for itself is about what was said before.
    const follows = state.form === null || texts.asked.test(plainWords(heard.text));
    const answer = knowledge.answer(heard, nowMs) ?? (follows ? knowledge.followUp(heard.text, earlier, nowMs) : null);
    if (answer === null) return null;
    const { evidence } = answer;
    const after: DialogState = { ...state, offered: false };
    if (state.form === null) return plainReply('faq', [answer.text], { ...after, expecting: 'anything' }, { evidence });
    return plainReply('faq', [answer.text, pendingQuestion(state.form, this.#deps.texts)], after, { evidence });
  }

  /** "No, but do you …" is no goodbye: what stands behind a yes or a no is a turn of its own. */
  #byYesOrNo({ heard, state, nowMs }: Turn, act: Act | null): Reply | null {
    const { texts } = this.#deps;
    if (state.form !== null) return null;
    const agreed = state.offered && act === 'yes' && !asksBehindYes(heard.text, texts);
    if (agreed) return startForm('callback', { text: heard.text, nowMs }, state, this.#form);
    if (!isBareAnswer(heard.text, texts)) return null;
    const asked = state.expecting === 'yes-no' && !state.offered;
    if (asked && act === 'no') return this.#goodbye(state);
    if (asked && act === 'yes') return plainReply('phrase', [texts.goAhead], { ...state, expecting: 'anything' });
    return plainReply('phrase', [texts.anythingElse], { ...state, expecting: 'yes-no', offered: false });
  }

  #byAct({ heard, state, nowMs }: Turn, act: Act | null): Reply | null {
    const { texts } = this.#deps;
    const kind = act === null ? undefined : FORM_ACTS[act];
    // Every form ends in a call back: that wish alone begins no other one.
    const another = kind === 'callback' ? state.form === null : state.form?.kind !== kind;
    if (kind !== undefined && another) {
      const reply = startForm(kind, { text: heard.text, nowMs }, state, this.#form);
      return act === 'person' ? { ...reply, clauses: [texts.noPerson] } : reply;
    }
    if (act === 'goodbye') return this.#goodbye(state);
    if (act === 'repeat')
      return plainReply('phrase', [state.lastSaid === '' ? texts.howCanIHelp : state.lastSaid], state);
    if (act === 'recording') return this.#ofRecording(state);
    if (act === 'never-mind') return this.#neverMind(state);
    if (state.form !== null) return null;
    if (act === 'thanks')
      return plainReply('phrase', [texts.youAreWelcome], { ...state, expecting: 'yes-no', offered: false });
    if (act === 'robot') return plainReply('phrase', [texts.amAssistant], { ...state, expecting: 'anything' });
    if (act === 'greeting') return plainReply('phrase', [texts.howCanIHelp], state);
    return null;
  }

  /** What it is about: the form, or the question whether there is anything else. */
  #neverMind(state: DialogState): Reply {
    if (state.form === null && state.expecting === 'yes-no' && !state.offered) return this.#goodbye(state);
    const after: DialogState = { ...state, form: null, expecting: 'yes-no', offered: false };
    return plainReply('phrase', [this.#deps.texts.anythingElse], after);
  }

  #ofRecording(state: DialogState): Reply {
    const { texts, recorded } = this.#deps;
    const pending = state.form === null ? [] : [pendingQuestion(state.form, texts)];
    return plainReply('phrase', [recorded ? texts.isRecorded : texts.isNotRecorded, ...pending], state);
  }

  /** Words for an open form; a caller who gives a name unasked has come to leave a message. A hello, a thank-you or a
   *  bare yes fills no slot: the question stands. */
  #intoForm({ heard, state, nowMs }: Turn, act: Act | null): Reply | null {
    const { texts } = this.#deps;
    const { form } = state;
    const said = { text: heard.text, nowMs };
    if (form === null) return this.#unasked(said, state);
    const bare = isBareAnswer(heard.text, texts) && this.#deps.understanding.timeIn(heard.text, nowMs) === null;
    const filling = act !== 'greeting' && act !== 'thanks' && !bare;
    if (!filling && state.expecting !== 'number') return plainReply('form', [pendingQuestion(form, texts)], state);
    if (this.#asksBetween(said, state)) return this.#openBetween(form, heard.text, state);
    return continueForm(form, said, state, this.#form);
  }

  /** A question that nothing answers, where a form waits for something else: it fills no slot. */
  #asksBetween({ text, nowMs }: Utterance, { expecting }: DialogState): boolean {
    const { texts, understanding } = this.#deps;
    const wants = expecting === 'name' || expecting === 'when' || expecting === 'number';
    if (!wants || !texts.asked.test(plainWords(text))) return false;
    return (
      understanding.nameIn(text, 'unasked') === null &&
      understanding.numberIn(text) === null &&
      understanding.timeIn(text, nowMs) === null
    );
  }

  #openBetween(form: Form, question: string, state: DialogState): Reply {
    const { texts, callerNumber } = this.#deps;
    return plainReply('form', [texts.willFindOut, pendingQuestion(form, texts)], state, {
      taken: [openQuestion(question, callerNumber)],
    });
  }

  /** Who gives a name has come to leave a message, who gives a number wants to be called; a name alone answers the offer to
   *  take it. */
  #unasked(said: Utterance, state: DialogState): Reply | null {
    const { understanding, texts } = this.#deps;
    const { added } = state;
    if (added !== null && goesOn(said.text, state.lastSaid, texts))
      return continueForm({ ...added, readBack: true }, said, state, this.#form);
    if (understanding.nameIn(said.text, 'unasked') !== null) return startForm('message', said, state, this.#form);
    if (understanding.numberIn(said.text) !== null) return startForm('callback', said, state, this.#form);
    const name = state.offered ? understanding.bareNameIn(said.text) : null;
    if (name === null || (!name.includes(' ') && !this.#mayBeName(said.text))) return null;
    return startForm('callback', said, { ...state, callerName: name }, this.#form);
  }

  /** A single word: rather a name than anything else, unless it is small talk, or the owner has written about it or sells it. */
  #mayBeName(word: string): boolean {
    const { texts, knowledge } = this.#deps;
    return knowledge.related(word) === null && !knowledge.namesService(word) && !holdsSmallTalk(word, texts);
  }

  #goodbye(state: DialogState): Reply {
    return plainReply('phrase', [this.#deps.texts.goodbye], { ...state, form: null }, { ends: true });
  }
}
