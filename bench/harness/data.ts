import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readSync, renameSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where made data lie, so that several benchmarks share them. */
const FOLDER = join(tmpdir(), "kindred-bench");

/** A file of the folder, made by `write` where it is not there yet. */
export function made(name: string, write: (file: number) => void): string {
  mkdirSync(FOLDER, { recursive: true });
  const path = join(FOLDER, name);
  if (existsSync(path)) return path;
  const draft = `${path}.${process.pid}`;
  const file = openSync(draft, "w");
  try {
    write(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
  return path;
}

/** A stream of 32 random bits, for data that need no more than to look random (xorshift). */
export function noise(seed: number): () => number {
  let state = (seed * 2654435761 + 1) | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

const HIDDEN = 12;
const CHUNK = 4096;

/**
 * A file of codes from 1 to 5 that hang together through a few hidden traits, as demographic scales do: one byte a value, column by
 * column (`rows` bytes each), without missing values.
 */
export function codesFile(rows: number, columns: number): string {
  return made(`codes-${rows}x${columns}.i8`, (file) => {
    const traits = hiddenTraits(rows);
    const loading = noise(5);
    const random = noise(6);
    const bytes = new Int8Array(rows);
    for (let j = 0; j < columns; j++) {
      const weights = Float64Array.from({ length: HIDDEN }, () => loading() / 2 ** 31 - 1);
      for (let i = 0; i < rows; i++) {
        let value = 3 + 1.2 * gaussian(random);
        for (let k = 0; k < HIDDEN; k++) value += 0.5 * weights[k]! * traits[i * HIDDEN + k]!;
        bytes[i] = Math.min(5, Math.max(1, Math.round(value)));
      }
      writeSync(file, bytes);
    }
  });
}

/** The codes of `codesFile` with gaps: one in twenty is -128, which stands for a missing value. */
export function gapsFile(rows: number, columns: number): string {
  const codes = openSync(codesFile(rows, columns), "r");
  try {
    return made(`gaps-${rows}x${columns}.i8`, (file) => {
      const random = noise(9);
      const bytes = new Int8Array(rows);
      for (let j = 0; j < columns; j++) {
        readSync(codes, bytes, 0, rows, j * rows);
        for (let i = 0; i < rows; i++) if (random() % 20 === 0) bytes[i] = -128;
        writeSync(file, bytes);
      }
    });
  } finally {
    closeSync(codes);
  }
}

/** A file of answers, a byte a row, to the rows of `codesFile`: about a third say 1, by a few of the columns and by chance. */
export function answersFile(rows: number, columns: number): string {
  const codes = readFileSync(codesFile(rows, columns));
  return made(`answers-${rows}x${columns}.u8`, (file) => {
    const random = noise(8);
    const answers = new Uint8Array(rows);
    for (let i = 0; i < rows; i++) {
      let score = -1;
      for (let k = 0; k < 20; k++) score += ((k % 3) - 0.8) * 0.25 * (codes[k * 17 * rows + i]! - 3);
      score += codes[rows + i]! > 3 && codes[40 * rows + i]! < 3 ? 1 : 0;
      answers[i] = score + 2 * gaussian(random) > 0 ? 1 : 0;
    }
    writeSync(file, answers);
  });
}

/** A file of float32 values around `groups` centroids, row by row. */
export function floatsFile(rows: number, columns: number, groups: number, spread = 1): string {
  return made(`floats-${rows}x${columns}-${groups}-${spread}.f32`, (file) => {
    const random = noise(7);
    const centroids = Float64Array.from({ length: groups * columns }, () => gaussian(random));
    for (let from = 0; from < rows; from += CHUNK) {
      const values = new Float32Array(Math.min(CHUNK, rows - from) * columns);
      for (let at = 0; at < values.length; at += columns) {
        const group = random() % groups;
        for (let j = 0; j < columns; j++) values[at + j] = centroids[group * columns + j]! + spread * gaussian(random);
      }
      writeSync(file, values);
    }
  });
}

/** Traits behind the columns of `slopeFile`, and how many of them each column shows. */
const TRAITS = 200;
const SHOWN = 6;

/** A file of float32 values, row by row, whose variance along one direction after the other falls slowly: 2 % from each trait to the next. */
export function slopeFile(rows: number, columns: number): string {
  return made(`slope-${rows}x${columns}.f32`, (file) => {
    const random = noise(9);
    const which = Int32Array.from({ length: columns * SHOWN }, () => random() % TRAITS);
    const loading = Float64Array.from({ length: columns * SHOWN }, () => gaussian(random));
    const traits = new Float64Array(TRAITS);
    const values = new Float32Array(columns);
    for (let i = 0; i < rows; i++) {
      for (let k = 0; k < TRAITS; k++) traits[k] = 0.99 ** k * gaussian(random);
      for (let j = 0; j < columns; j++) {
        let value = 100 + gaussian(random);
        for (let s = j * SHOWN; s < (j + 1) * SHOWN; s++) value += loading[s]! * traits[which[s]!]!;
        values[j] = value;
      }
      writeSync(file, values);
    }
  });
}

/** A file of labels, a byte 0 or 1 each: about a tenth are 1, the likelier the larger the sum of the codes in the first columns is. */
export function labelsFile(codes: string, rows: number): string {
  return made(`labels-${rows}.u8`, (file) => {
    const random = noise(8);
    const odds = new Float64Array(rows).fill(-2.5);
    const column = new Int8Array(rows);
    const from = openSync(codes, "r");
    for (let j = 0; j < HIDDEN; j++) {
      readSync(from, column, 0, rows, j * rows);
      for (let i = 0; i < rows; i++) odds[i]! += (j % 3 === 2 ? -0.2 : 0.2) * (column[i]! - 3);
    }
    closeSync(from);
    writeSync(
      file,
      Uint8Array.from(odds, (z) => (random() / 2 ** 32 < 1 / (1 + Math.exp(-z)) ? 1 : 0)),
    );
  });
}

function hiddenTraits(rows: number): Float32Array {
  const random = noise(4);
  return Float32Array.from({ length: rows * HIDDEN }, () => gaussian(random));
}

/** Nearly normal: the sum of four uniform numbers, of variance one. */
function gaussian(random: () => number): number {
  return ((random() + random() + random() + random()) / 2 ** 32 - 2) * Math.sqrt(3);
}
