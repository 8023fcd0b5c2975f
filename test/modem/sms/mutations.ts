import { hasCode } from '../../../daemon/base/errors.js';
import { decodePdu } from '../../../daemon/modem/sms/pdu.js';

type Spoil = (octets: number[], roll: (below: number) => number) => number[];

const SPOILS: readonly Spoil[] = [
  (octets, roll) => octets.with(roll(octets.length), roll(256)),
  (octets, roll) => octets.map((octet, at) => (at === roll(octets.length) ? octet ^ (1 << roll(8)) : octet)),
  (octets, roll) => octets.slice(0, roll(octets.length + 1)),
  (octets, roll) => octets.toSpliced(roll(octets.length), 1),
  (octets, roll) => octets.toSpliced(roll(octets.length), 0, roll(256)),
  (octets, roll) => octets.toSpliced(roll(octets.length), roll(8), ...Array.from({ length: roll(8) }, () => roll(256))),
];

/** Decodes so many PDUs, each spoilt in one to four places; throws what is not a refusal, with the PDU. */
export function mutatePdus(
  pdus: readonly string[],
  { count, seed }: { readonly count: number; readonly seed: number },
): { readonly read: number; readonly refused: number } {
  // Numerical Recipes' constants: the same seed spoils in the same way.
  let state = seed;
  const roll = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  let read = 0;
  for (let n = 0; n < count; n++) {
    let octets = Array.from(Buffer.from(pdus[n % pdus.length]!, 'hex'));
    for (let times = 1 + roll(4); times > 0; times--) {
      if (octets.length > 0) octets = SPOILS[roll(SPOILS.length)]!(octets, roll);
    }
    if (isRead(Buffer.from(octets).toString('hex'))) read++;
  }
  return { read, refused: count - read };
}

function isRead(hex: string): boolean {
  try {
    decodePdu(hex);
    return true;
  } catch (error) {
    if (hasCode(error, 'bad-input')) return false;
    throw new Error(`not refused as it should be: ${hex}`, { cause: error });
  }
}
