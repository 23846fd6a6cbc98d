import { hashed } from "../numeric/random/index.js";

/** Which part of the training rows a row belongs to when encodings are cross-fitted: by its id alone, so that repeated rows share one. */
export function partOf(id: number, parts: number): number {
  return hashed(id, 0x5eed) % parts;
}
