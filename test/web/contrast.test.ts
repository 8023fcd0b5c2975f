import { readFileSync } from 'node:fs';
import t from 'tap';

const css = readFileSync(new URL('../../../web/static/app.css', import.meta.url), 'utf8');

function palette(block: string): ReadonlyMap<string, string> {
  return new Map(Array.from(block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g), ([, name, hex]) => [name!, hex!]));
}

/** Relative luminance and contrast ratio as WCAG 2.2 defines them. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}

const SURFACES = ['ground', 'card', 'accent-soft', 'caller', 'assistant'];
const TEXT_PAIRS = [
  ...['ink', 'muted', 'accent'].flatMap((text) => SURFACES.map((on) => [text, on] as const)),
  ['on-accent', 'accent'],
  ['wait', 'assistant'],
  ['wait', 'card'],
  ['bad', 'card'],
  ['live', 'caller'],
  ['ink', 'mark'],
] as const;
/** What is not text but must be seen: edges of fields, dots and the stages of a turn (WCAG 1.4.11). */
const SHAPE_PAIRS = ['edge', 'good', 'wait', 'bad', 'live', 'endpoint', 'stt', 'llm', 'tts', 'play'].map(
  (shape) => [shape, 'card'] as const,
);

const [light, dark] = css.split('@media (prefers-color-scheme: dark)').map(palette);

for (const [name, colours] of [
  ['light', light!],
  ['dark', dark!],
] as const) {
  t.test(`texts and shapes can be told from their ground in the ${name}`, async (t) => {
    const ratio = (a: string, b: string) => contrast(colours.get(a) ?? a, colours.get(b) ?? b);
    for (const [text, on] of TEXT_PAIRS)
      t.ok(ratio(text, on) >= 4.5, `${text} on ${on}: ${ratio(text, on).toFixed(2)}`);
    for (const [shape, on] of SHAPE_PAIRS)
      t.ok(ratio(shape, on) >= 3, `${shape} on ${on}: ${ratio(shape, on).toFixed(2)}`);
  });
}
