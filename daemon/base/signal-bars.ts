/** Lowest strength of one to four bars. What +CSQ reports is the whole channel's (RSSI), on LTE as on 2G. */
const BARS_FROM_DBM = [-105, -95, -85, -75] as const;

/** 0 to 4, as a phone would draw them; an unknown strength has none. */
export const barsOf = (dbm: number | null): number =>
  dbm === null ? 0 : BARS_FROM_DBM.filter((least) => dbm >= least).length;
