/** Whole numbers that look drawn, the same each time. */
function drawer(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

/** Which kind a number between 0 and the sum of their shares falls on. */
function kindAt(drawn: number, kinds: readonly number[]): number {
  let [kind, end] = [0, kinds[0]!];
  while (drawn > end && kind < kinds.length - 1) end += kinds[++kind]!;
  return kind;
}

const SCALES = 12;
const ZONES = ["flats", "houses", "villas", "farms"];

/**
 * A CSV file of people of five kinds: an id, scales from 1 to 5, amounts, words, and cells that are missing; 20 columns.
 *
 * @param kinds - How often each kind comes; all alike where nothing is said.
 */
export function peopleFile(rows: number, { seed = 1, from = 1, kinds = [1, 1, 1, 1, 1] } = {}): string {
  const random = drawer(seed);
  const total = kinds.reduce((sum, share) => sum + share, 0);
  const scales = Array.from({ length: SCALES }, (_, j) => `SCALE_${j + 1}`);
  const lines = [["LNR", ...scales, "INCOME", "AGE", "CARS", "ZONE", "REGION_CODE", "ONLINE", "SINCE"].join(";")];
  for (let i = 0; i < rows; i++) {
    const kind = kindAt(random() * total, kinds);
    // One row in forty is of somebody of whom next to nothing is known.
    const unknown = random() < 0.025 ? 0.8 : 0.04;
    const known = (value: number | string): string => (random() < unknown ? "" : String(value));
    const scale = (j: number): number => {
      const center = 1 + ((kind * 7 + j * (kind + 3)) % 5);
      return Math.min(5, Math.max(1, Math.round(center + 1.6 * (random() - 0.5))));
    };
    const cells = [
      ...Array.from({ length: SCALES }, (_, j) => known(scale(j))),
      known(Math.round(1000 * (1 + kind + random()))),
      known(20 + 10 * kind + Math.floor(15 * random())),
      known(kind > 2 ? 2 : Math.floor(2 * random())),
      known(ZONES[(kind + (random() < 0.2 ? 1 : 0)) % ZONES.length]!),
      known(1 + Math.floor(9 * random())),
      known(random() < 0.2 + 0.15 * kind ? "true" : "false"),
      known(`20${10 + kind}-0${1 + Math.floor(9 * random())}-15`),
    ];
    lines.push(`${from + i};${cells.join(";")}`);
  }
  return `${lines.join("\n")}\n`;
}
