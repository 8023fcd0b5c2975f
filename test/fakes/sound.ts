const ROWS = [697, 770, 852, 941];
const COLUMNS = [1209, 1336, 1477, 1633];
const KEYS = '123A456B789C*0#D';

/** A key's two tones at 8 kHz; `twist` is the amplitude of the upper tone relative to the lower. */
export function dtmfTone(key: string, ms: number, { level = 5000, twist = 1 } = {}): Int16Array {
  const index = KEYS.indexOf(key);
  const wave = (hz: number, i: number) => Math.sin((2 * Math.PI * hz * i) / 8000);
  return Int16Array.from({ length: ms * 8 }, (_, i) =>
    Math.round((level / 2) * (wave(ROWS[index >> 2] ?? 0, i) + twist * wave(COLUMNS[index & 3] ?? 0, i))),
  );
}
