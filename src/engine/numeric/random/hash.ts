/** 32 bits that depend on every part (the finaliser of MurmurHash3, part by part). */
export function hashed(...parts: readonly (string | number)[]): number {
  let h = 0x9e3779b9;
  for (const part of parts) {
    if (typeof part === "string") {
      for (let i = 0; i < part.length; i++) h = mixed(h ^ part.charCodeAt(i));
      h = mixed(h ^ 0x85ebca6b);
    } else {
      h = mixed(h ^ (part | 0));
      h = mixed(h ^ Math.floor(part / 4294967296));
    }
  }
  return h >>> 0;
}

function mixed(h: number): number {
  let x = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) + 0x9e3779b9;
}

/** A number in [0, 1) that depends on the seed, the name of the stream and the row alone: the same however rows are divided. */
export function uniformAt(seed: number, stream: string, row: number): number {
  return (hashed(seed, stream, row) * 2097152 + (hashed(seed, row, stream) >>> 11)) / 9007199254740992;
}
