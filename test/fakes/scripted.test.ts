import t from 'tap';
import { llmConforms, sttConforms, ttsConforms } from '../engines/conformance.js';
import { ScriptedLlm } from './scripted-llm.js';
import { ScriptedStt } from './scripted-stt.js';
import { ScriptedTts } from './scripted-tts.js';

t.test('scripted ears pass the conformance test of ears', async (t) => {
  const text = 'hello when are you open';
  const clip = await new ScriptedTts().synthesise(text, AbortSignal.timeout(1000));
  await sttConforms(t, { stt: new ScriptedStt([text]), clip, text, unknown: 'zzyzx' });
});

t.test('a scripted mind passes the conformance test of minds', (t) =>
  llmConforms(t, new ScriptedLlm(Array.from({ length: 4 }, () => 'We are open from nine to six, but not on Sunday.'))),
);

t.test('a scripted voice passes the conformance test of voices', (t) => ttsConforms(t, new ScriptedTts()));
