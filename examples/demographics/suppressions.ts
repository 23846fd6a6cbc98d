import { Random } from "../../src/engine/numeric/random/index.js";
import { idIn } from "./plan.js";
import { writeLines } from "./write-lines.js";

/** How many of the people to be scored bought since the file was drawn, and how many want no letters. */
const SHARES = { customer: 0.03, "opt-out": 0.01 };

/** Writes the ids of people not to be contacted, with the reason. */
export function writeSuppressions(path: string, seed: number, rows: number): Promise<void> {
  const lines = Array.from({ length: rows }, (_, row) => {
    let place = new Random(seed, "suppress", row).uniform();
    for (const [reason, share] of Object.entries(SHARES)) {
      if (place < share) return `${idIn("test", row)};${reason}\n`;
      place -= share;
    }
    return "";
  });
  return writeLines(path, ["LNR;REASON\n", ...lines.filter((line) => line !== "")]);
}
