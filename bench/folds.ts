/**
 * How much sooner searches, cross-validation, calibration and look-alikes end where folds are on threads: one thread against all, alternately, medians. Rows as in a bank's
 * mailing (45,211 x 15 with words among them) or as in a table of codes; first each fit's passes on all threads, then folds on threads.
 *
 *     npm run bench -- folds
 */
import { tableFromArrays } from "apache-arrow";
import {
  CalibratedClassifier,
  crossValidate,
  FeatureEncoder,
  GradientBoosting,
  GridSearch,
  Imputer,
  LogisticRegression,
  lookAlike,
  Pipeline,
  Scaler,
} from "kindred";
import { noise } from "./harness/data.js";

const ROUNDS = 3;
const WORDS = ["admin", "blue-collar", "entrepreneur", "management", "retired", "services", "student", "technician"];

/** Amounts and words, and who said yes: about an eighth, by some of them and by chance. */
function mailing(rows: number): { readonly table: ReturnType<typeof tableFromArrays>; readonly y: string[] } {
  const random = noise(3);
  const share = (): number => random() / 2 ** 32;
  const y: string[] = [];
  const columns: Record<string, (number | string)[]> = {};
  const drawn = Array.from({ length: rows }, () => {
    const numbers = Array.from({ length: 7 }, () => Math.round(100 * (share() + share() + share())));
    const words = Array.from({ length: 8 }, () => WORDS[random() % WORDS.length]!);
    const leaning = numbers[0]! / 100 + (words[0] === "student" ? 1 : 0) + (words[1] === "retired" ? 0.5 : 0);
    y.push(leaning + 1.5 * share() > 3 ? "yes" : "no");
    return [...numbers, ...words];
  });
  for (let j = 0; j < 15; j++) columns[`c${j}`] = drawn.map((row) => row[j]!);
  return { table: tableFromArrays(columns), y };
}

const start = [
  ["impute", new Imputer()],
  ["encode", new FeatureEncoder()],
  ["scale", new Scaler()],
] as const;
const logistic = new Pipeline([...start, ["model", new LogisticRegression()]]);
const boosting = new Pipeline([...start, ["model", new GradientBoosting({ iterations: 60 })]]);

export async function run(): Promise<void> {
  const { table, y } = mailing(Number(process.env["KINDRED_ROWS"] ?? 45_211));
  const others = table.slice(0, Math.floor((table.numRows * 3) / 4));
  const customers = table.slice(others.numRows);
  const c = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3];
  const jobs: Readonly<Record<string, (threads: number) => Promise<unknown>>> = {
    "GridSearch, 5 folds x 8 candidates of a logistic regression": (threads) =>
      new GridSearch({ estimator: logistic, grid: { "model.c": c } }).fit(table, y, { threads }),
    "GridSearch, 5 folds x 8 candidates of boosting": (threads) =>
      new GridSearch({
        estimator: boosting,
        grid: { "model.maxLeaves": [7, 15, 31, 63], "model.l2": [0, 1] },
      }).fit(table, y, { threads }),
    "crossValidate, 5 folds of boosting": (threads) => crossValidate(boosting, table, y, { threads }),
    "CalibratedClassifier, 5 folds of boosting": (threads) =>
      new CalibratedClassifier({ estimator: boosting }).fit(table, y, { threads }),
    "lookAlike, 5 folds and all rows of boosting": (threads) =>
      lookAlike(boosting, { population: others, customers, overlap: "none", threads }),
  };
  for (const [title, job] of Object.entries(jobs)) {
    const times = new Map<number, number[]>([
      [1, []],
      [2, []],
    ]);
    for (let round = 0; round < ROUNDS; round++)
      for (const [threads, list] of times) {
        const began = performance.now();
        await job(threads);
        list.push((performance.now() - began) / 1000);
      }
    const [one, two] = [...times.values()].map((list) => [...list].sort((a, b) => a - b)[list.length >> 1]!);
    console.log(
      `${title}: 1 thread ${one!.toFixed(2)} s, 2 threads ${two!.toFixed(2)} s, ${(one! / two!).toFixed(2)} times as fast (goal: 1.8)`,
    );
  }
}
