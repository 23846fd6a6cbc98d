import { hashed } from "../../src/engine/numeric/random/index.js";
import { TRAITS, type Trait } from "./traits.js";

/** What a column shows: its weights on the traits, and the share of its variance that they explain. */
export interface Loading {
  readonly weights: Partial<Readonly<Record<Trait, number>>>;
  readonly explained: number;
}

type Rule = readonly [pattern: RegExp, weights: Loading["weights"], explained?: number];

/**
 * The first rule that matches a name. In the SEMIO and FINANZ families 1 is high, so that a trait's weight is negative where
 * people with the trait have the attitude.
 */
const RULES: readonly Rule[] = [
  [/^SEMIO_(FAM|SOZ)$/, { family: -1, tradition: -0.4 }, 0.7],
  [/^SEMIO_(REL|PFLICHT|TRADV)$/, { tradition: -1, age: -0.5 }, 0.75],
  [/^SEMIO_(KULT|VERT)$/, { wealth: -0.5, tradition: -0.6, pleasure: 0.7 }, 0.7],
  [/^SEMIO_MAT$/, { family: -0.5, prestige: -0.7 }, 0.6],
  [/^SEMIO_(ERL|LUST)$/, { pleasure: -1, age: 0.5 }, 0.75],
  [/^SEMIO_(DOM|KAEM|KRIT)$/, { pleasure: -0.7, tradition: 0.5, prestige: -0.4 }, 0.7],
  [/^SEMIO_RAT$/, { tradition: -0.8, wealth: -0.4 }, 0.6],
  [/^FINANZ_MINIMALIST$/, { wealth: 1, prestige: 0.5 }, 0.7],
  [/^FINANZ_(SPARER|VORSORGER)$/, { age: -1, tradition: -0.4, wealth: -0.3 }, 0.75],
  [/^FINANZ_ANLEGER$/, { wealth: -1, age: -0.5 }, 0.7],
  [/^FINANZ_HAUSBAUER$/, { family: -0.8, wealth: -0.6 }, 0.65],
  [/^FINANZ_UNAUFFAELLIGER$/, { online: -0.7, age: -0.6 }, 0.65],
  [/^FINANZTYP$/, { wealth: 0.8, age: 0.6 }, 0.6],
  [/^(ALTER_HH|GEBURTSJAHR|ALTERSKATEGORIE_FEIN)$/, { age: -1 }, 0.85],
  [/^PRAEGENDE_JUGENDJAHRE$/, { age: -1, tradition: -0.15 }, 0.85],
  [/^(ALTERSKATEGORIE_GROB|KOMBIALTER|AGER_TYP)$/, { age: 1 }, 0.8],
  [/^(ANZ_PERSONEN|ANZ_KINDER|ALTER_KIND)/, { family: 1, wealth: 0.25 }, 0.65],
  [/^(W_KEIT_KIND_HH|HH_DELTA_FLAG)$/, { family: -1 }, 0.6],
  [/^(ANZ_HAUSHALTE|ANZ_STATISTISCHE)/, { urbanity: 0.8, wealth: -0.6 }, 0.65],
  [/^(ANZ_TITEL|ANZ_HH_TITEL|TITEL_KZ|SOHO_KZ)$/, { wealth: 0.8, prestige: 0.4 }, 0.4],
  [/^(AKT_DAT_KL|VK_)/, { mailOrder: -1, wealth: -0.5 }, 0.65],
  [/^(HH_EINKOMMEN_SCORE|LP_STATUS_.*|VHA)$/, { wealth: -1, prestige: -0.4 }, 0.75],
  [/^GREEN_AVANTGARDE$/, { wealth: 0.8, online: 0.5 }, 0.6],
  [/^LP_(FAMILIE|LEBENSPHASE)/, { family: 1, age: -0.25, wealth: 0.25 }, 0.7],
  [/^CAMEO_/, { wealth: -1, prestige: -0.4, urbanity: 0.2 }, 0.7],
  [/^(ONLINE_AFFINITAET)$/, { online: 1, age: -0.3 }, 0.75],
  [/^(CJT_|RT_|RETOURTYP|SHOPPER|ZABEOTYP|DSL_FLAG)/, { online: 0.8, mailOrder: 0.5, age: -0.3 }, 0.6],
  [/^D19_.*ONLINE_DATUM$/, { online: -0.8, mailOrder: -0.7 }, 0.5],
  [/^D19_.*ONLINE_QUOTE_12$/, { online: 0.8, mailOrder: 0.7 }, 0.5],
  [/^D19_.*OFFLINE_DATUM$/, { mailOrder: -1, online: 0.4 }, 0.45],
  [/^D19_SOZIALES$/, { mailOrder: 1, family: 0.3 }, 0.25],
  [/^D19_(BANKEN|VERSI)/, { wealth: 0.5, mailOrder: 0.7 }, 0.45],
  [/^D19_TELKO/, { online: 0.6, mobility: 0.5, mailOrder: 0.4 }, 0.4],
  [/^D19_/, { mailOrder: 1, family: 0.3, online: 0.2 }, 0.5],
  [
    /^KBA(05|13)_.*(BMW|MERCEDES|AUDI|OBER|SPORT|HERST1|SEG5|SEG6|KW_(120|121|110)|KMH_(211|250|251)|CCM_(25|3))/,
    { prestige: 1, wealth: 0.4 },
    0.6,
  ],
  [
    /^KBA(05|13)_.*(KLEIN|MINIWAGEN|KW_(0_60|30|40|50|60)|KMH_(0_140|110|140$)|CCM_(0_|1000|1200|1400)|MOD4|SEG[12]$|KW1|CCM1)/,
    { prestige: -0.9, wealth: -0.4 },
    0.6,
  ],
  [/^KBA(05|13)_.*(VAN|UTILIT|SITZE_6|KRSVAN|WOHNMOBIL|ANHANG|MOTRAD)/, { family: 0.9, urbanity: -0.5 }, 0.55],
  [/^KBA(05|13)_.*(HALTER|ALTER)/, { age: 0.8, mobility: -0.5 }, 0.5],
  [/^KBA(05|13)_.*(ANTG[34]|BAUMAX)|^PLZ8_(ANTG[34]|BAUMAX)/, { urbanity: 1, wealth: -0.4 }, 0.7],
  [/^KBA(05|13)_.*(ANTG[12]|GBZ)|^PLZ8_(ANTG[12]|GBZ)/, { urbanity: -1, wealth: 0.4 }, 0.7],
  [/^KBA13_(ANZAHL_PKW|AUTOQUOTE)|^KBA05_AUTOQUOT/, { urbanity: -0.7, family: 0.5, wealth: 0.4 }, 0.55],
  [/^(EWDICHTE|ORTSGR_KLS9|FIRMENDICHTE|VERDICHTUNGSRAUM|VHN|PLZ8_HHZ|KBA13_HHZ)$/, { urbanity: 1 }, 0.75],
  [/^(BALLRAUM|INNENSTADT|KONSUMNAEHE|WOHNLAGE|REGIOTYP|GEBAEUDETYP_RASTER)$/, { urbanity: -1, wealth: 0.3 }, 0.7],
  [/^(MOBI_RASTER|MOBI_REGIO|WOHNDAUER_2008|MIN_GEBAEUDEJAHR)$/, { mobility: -1, family: 0.2 }, 0.6],
  [/^(EINGEZOGENAM_HH_JAHR|UMFELD_JUNG)$/, { mobility: 0.9, age: -0.5 }, 0.55],
  [/^(ARBEIT|RELAT_AB|KKK|GEBAEUDETYP|KONSUMZELLE)$/, { wealth: -0.8, urbanity: 0.5 }, 0.55],
  [/^(ANREDE_KZ|EINGEFUEGT_AM|NATIONALITAET_KZ)$/, { tradition: 0.6, prestige: -0.4 }, 0.15],
];

/** A column's weights: by rule, or else two traits chosen by its name. */
export function loadingOf(name: string): Loading {
  for (const [pattern, weights, explained = 0.5] of RULES) if (pattern.test(name)) return { weights, explained };
  const first = hashed(1, name) % TRAITS.length;
  const second = (first + 1 + (hashed(2, name) % (TRAITS.length - 1))) % TRAITS.length;
  const sign = (part: number): number => (hashed(part, name) % 2 === 0 ? 1 : -1);
  return { weights: { [TRAITS[first]!]: sign(3) * 0.8, [TRAITS[second]!]: sign(4) * 0.5 }, explained: 0.45 };
}

/** Columns that say the same thing in another grain: they share their noise, so that they never contradict each other. */
const TWINS: readonly (readonly [pattern: RegExp, of: string, sign: 1 | -1])[] = [
  [/^CAMEO_(DEUG|INTL)_2015$/, "CAMEO_DEU_2015", 1],
  [/^LP_(FAMILIE|LEBENSPHASE|STATUS)_GROB$/, "LP_$1_FEIN", 1],
  [/^ANZ_STATISTISCHE_HAUSHALTE$/, "ANZ_HAUSHALTE_AKTIV", 1],
  [/^D19_(BANKEN|GESAMT|TELKO|VERSAND|VERSI)_ANZ_12$/, "D19_$1_ANZ_24", 1],
  [/^D19_(BANKEN|GESAMT|TELKO|VERSAND|VERSI)_DATUM$/, "D19_$1_ANZ_24", -1],
  [/^PLZ8_(ANTG\d|BAUMAX|GBZ|HHZ)$/, "KBA13_$1", 1],
];

/** The column whose noise this one shares, and whether high means low. */
export function twinOf(name: string): { readonly of: string; readonly sign: 1 | -1 } | undefined {
  for (const [pattern, of, sign] of TWINS) if (pattern.test(name)) return { of: name.replace(pattern, of), sign };
  return undefined;
}
