const PLAIN: ReadonlyMap<string, boolean> = new Map([
  ...["true", "True", "TRUE"].map((word) => [word, true] as const),
  ...["false", "False", "FALSE"].map((word) => [word, false] as const),
]);

/** Lower case; what a column declared to be boolean may hold beside true and false. */
const DECLARED: ReadonlyMap<string, boolean> = new Map([
  ...["true", "t", "yes", "y", "on", "1"].map((word) => [word, true] as const),
  ...["false", "f", "no", "n", "off", "0"].map((word) => [word, false] as const),
]);

/** The truth value of a word; undefined where it has none. Yes and no, on and off, t and f, 1 and 0 have one where it is declared. */
export function readTruth(word: string, declared: boolean): boolean | undefined {
  return declared ? DECLARED.get(word.toLowerCase()) : PLAIN.get(word);
}
