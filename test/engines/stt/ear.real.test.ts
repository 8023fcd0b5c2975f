import { readFileSync } from 'node:fs';
import t from 'tap';
import { Ear } from '../../../daemon/engines/stt/ear.js';
import { loadSpeechModel } from '../../../daemon/engines/stt/libvosk.js';
import { channelOf, parseWav } from '../../../daemon/base/wav.js';
import { paths, withoutModels } from '../real.js';

t.test(
  'a recogniser that has heard much is renewed in a silence, and no word is lost by it',
  { skip: withoutModels },
  async (t) => {
    const model = loadSpeechModel(paths.voskModel, paths.libvosk);
    let made = 0;
    const counting = { ...model, recognizer: (grammar?: readonly string[]) => (made++, model.recognizer(grammar)) };
    const ear = new Ear(counting, 0);
    const { samples, sampleRateHz } = channelOf(parseWav(readFileSync('daemon/engines/stt/hello.wav')), 0);
    let heardMs = 0;
    const hear = (sound: Int16Array) => {
      for (let at = 0; at < sound.length; at += 800) ear.hear(sound.subarray(at, at + 800), sampleRateHz);
      heardMs += (sound.length * 1000) / sampleRateHz;
    };
    for (let round = 1; round <= 10; round++) {
      const beganMs = heardMs;
      hear(samples);
      const { text, words } = ear.finalise();
      t.equal(text, 'hello when are you open', `round ${round}`);
      t.ok(
        words.every(({ startMs, endMs }) => startMs > beganMs - 50 && endMs < heardMs + 50),
        'at its place in the call',
      );
      t.equal(made, round <= 8 ? 1 : 2);
      hear(new Int16Array(sampleRateHz * 1.5));
      t.equal(made, round < 8 ? 1 : 2, 'renewed in the silence behind the eighth');
    }
    ear.free();
  },
);
