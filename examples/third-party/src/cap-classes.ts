import { defineResampler, type ResamplerClass } from "kindred";
import * as z from "zod";

/** Options of CapClasses. */
export interface CapClassesOptions {
  /** The most rows of a class that are learned from. */
  readonly most: number;
  /** Seed of the draw. */
  readonly seed: number;
}

const Base: ResamplerClass<CapClassesOptions> = defineResampler({
  kind: "acme/CapClasses",
  version: 1,
  params: z.strictObject({
    most: z.number().int().positive().default(1000),
    seed: z.number().int().min(0).default(0),
  }),
  traits: { target: "required", checkParams: { most: 10 } },
  counts(x, { most, seed }, { y, classes }) {
    const counts = new Int32Array(x.rows);
    classes!.forEach((_, label) => {
      const rows = Array.from(y!.keys()).filter((i) => y![i] === label);
      const drawn = rows.sort((a, b) => mixed(a, seed) - mixed(b, seed) || a - b).slice(0, most);
      for (const i of drawn) counts[i] = 1;
    });
    return counts;
  },
});

/** At most so many rows of each class are learned from, drawn by seed. At fit only: every row is predicted. */
export class CapClasses extends Base {}

/** A number for a row and a seed that looks drawn: the finalizer of MurmurHash3 (public domain, A. Appleby). */
function mixed(row: number, seed: number): number {
  let bits = Math.imul(row + 1, 0x9e3779b1) ^ Math.imul(seed + 1, 0x85ebca77);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
