import type { Table } from "apache-arrow";
import { KindredError } from "../errors/index.js";
import type { Fitted, RowRecord } from "../estimator/index.js";
import { FeatureMatrix, isTable } from "../matrix/index.js";
import { createLoader } from "../persistence/index.js";
import { namesOf, rowsOf, take, withValue } from "./example-data.js";
import { tableOfColumns } from "./example-table.js";
import { closeTo, plainRows, type Subject, sameBits } from "./subject.js";

/** One thing that every estimator keeps to. It rejects, or throws, with what is wrong. */
export interface Law {
  readonly name: string;
  /** Does it apply? */
  readonly applies?: (subject: Subject) => boolean;
  readonly check: (subject: Subject) => Promise<void>;
}

/** Rounding that learning from reordered or reweighted rows may differ by: iterative methods stop within it. */
const LEARNING_TOLERANCE = 1e-5;

function demand(holds: boolean, message: string): void {
  if (!holds) throw new Error(message);
}

/** What a call was refused with. */
async function refusal(run: () => unknown): Promise<KindredError | undefined> {
  try {
    await run();
  } catch (error) {
    if (error instanceof KindredError) return error;
    throw new Error(`it failed with ${String(error)} where a KindredError was due`, { cause: error });
  }
  return undefined;
}

async function demandRefusal(
  run: () => unknown,
  codes: readonly string[],
  what: string,
  column?: string,
): Promise<void> {
  const error = await refusal(run);
  demand(error !== undefined, `${what} is not refused`);
  demand(
    codes.includes(error!.code),
    `${what} is refused with ${error!.code}, not ${codes.join(" or ")}: ${error!.message}`,
  );
  if (column !== undefined)
    demand(error!.column === column, `the error does not name column "${column}": ${error!.message}`);
}

const isResampler = (subject: Subject): boolean => subject.make().role === "resampler";
const learns = (subject: Subject): boolean => !isResampler(subject);

/** Every verb on the same rows through two models, or two ways through one. */
function allVerbs(subject: Subject, fitted: Fitted, data: unknown): unknown[][][] {
  return subject.verbs(fitted).map((verb) => plainRows(fitted.apply(verb, data as never)));
}

/** The laws, in the order in which they are tried. */
export const laws: readonly Law[] = [
  {
    name: "params are complete, frozen, and refuse unknown options",
    async check(subject) {
      const estimator = subject.make();
      demand(Object.isFrozen(estimator.params), "params can be changed");
      await demandRefusal(
        () => subject.make({ ...subject.params, noSuchOption: 1 }),
        ["INVALID_PARAMETER"],
        "an unknown option",
      );
    },
  },
  {
    name: "with() gives a changed copy and leaves the original",
    async check(subject) {
      const estimator = subject.make();
      const copy = estimator.with({});
      demand((copy as unknown) !== estimator, "with() gives the same object");
      demand(copy.constructor === estimator.constructor, "with() changes the class");
      demand(JSON.stringify(copy) === JSON.stringify(estimator), "with({}) changes options");
    },
  },
  {
    name: "an unfitted estimator goes through JSON",
    async check(subject) {
      const estimator = subject.make();
      const json = JSON.stringify(estimator);
      const again = createLoader(subject.types).loadEstimator(json);
      demand(JSON.stringify(again) === json, "the JSON of the loaded estimator differs");
    },
  },
  {
    name: "unfitted verbs say what to do",
    async check(subject) {
      const estimator = subject.make();
      for (const verb of ["transform", "predict", "predictProbabilities"] as const)
        await demandRefusal(() => estimator[verb](), ["NOT_FITTED"], `${verb} before fit`);
    },
  },
  {
    name: "fitting twice gives the same bits",
    applies: learns,
    async check(subject) {
      const example = subject.example();
      const [a, b] = [await subject.fit(example), await subject.fit(example)];
      demand(JSON.stringify(a) === JSON.stringify(b), "two fits differ");
    },
  },
  {
    name: "fitting leaves its input as it was",
    applies: learns,
    async check(subject) {
      const example = subject.example();
      const before = plainRows(example.data);
      await subject.fit(example);
      demand(sameBits(before, plainRows(example.data)), "the input was changed");
    },
  },
  {
    name: "verbs give one row a row, exact under subset and order",
    applies: learns,
    async check(subject) {
      const example = subject.example();
      const fitted = await subject.fit(example);
      const rows = rowsOf(example.data);
      const order = Array.from({ length: rows }, (_, i) => (i * 7 + 3) % rows).slice(0, rows - 5);
      const all = allVerbs(subject, fitted, example.data);
      const some = allVerbs(subject, fitted, take(example.data, order));
      all.forEach((result, k) => {
        demand(result.length === rows, `${subject.verbs(fitted)[k]} gives ${result.length} results for ${rows} rows`);
        const picked = order.map((i) => result[i]!);
        demand(sameBits(picked, some[k]!), `${subject.verbs(fitted)[k]} of chosen rows differs`);
      });
    },
  },
  {
    name: "row and bulk give the bits of the verb",
    applies: learns,
    async check(subject) {
      const example = subject.example();
      const fitted = await subject.fit(example);
      const records = recordsOf(example.data);
      for (const verb of subject.verbs(fitted)) {
        const whole = fitted.apply(verb, example.data as never);
        const bulk = await fitted.bulk(verb as never, example.data as never).collect();
        demand(sameBits(plainRows(whole), plainRows(bulk)), `bulk("${verb}") differs`);
        if (isTable(whole)) continue;
        const run = fitted.row(verb);
        const single = records.map((record) => {
          const result = run(record);
          return typeof result === "object" ? Array.from(result) : [result];
        });
        demand(sameBits(plainRows(whole), single), `row("${verb}") differs`);
      }
    },
  },
  {
    name: "a fitted model goes through JSON bit for bit",
    applies: learns,
    async check(subject) {
      const example = subject.example();
      const fitted = await subject.fit(example);
      const json = JSON.stringify(fitted);
      const again = createLoader(subject.types).load(json) as unknown as Fitted;
      demand(JSON.stringify(again) === json, "the JSON of the loaded model differs");
      const [a, b] = [allVerbs(subject, fitted, example.data), allVerbs(subject, again, example.data)];
      a.forEach((result, k) => {
        demand(sameBits(result, b[k]!), "the loaded model answers differently");
      });
    },
  },
  {
    name: "rows in odd batches teach the same bits",
    applies: learns,
    async check(subject) {
      const example = subject.example();
      const rows = rowsOf(example.data);
      const cuts = [0, 1, 18, 19, 40, rows];
      const source = {
        async *open() {
          for (let k = 1; k < cuts.length; k++)
            yield take(
              example.data,
              Array.from({ length: cuts[k]! - cuts[k - 1]! }, (_, i) => cuts[k - 1]! + i),
            );
        },
      };
      const whole = await subject.fit(example);
      const target = subject.needsTarget ? { target: example.labels } : {};
      const streamed = await subject.make().fit(source, target);
      demand(JSON.stringify(streamed) === JSON.stringify(whole), "the model from a stream differs");
    },
  },
  {
    name: "other columns are ignored and the order of columns is free",
    applies: learns,
    async check(subject) {
      const example = subject.example();
      const fitted = await subject.fit(example);
      const turned = reversedWithExtra(example.data);
      const [a, b] = [allVerbs(subject, fitted, example.data), allVerbs(subject, fitted, turned)];
      a.forEach((result, k) => {
        demand(sameBits(result, b[k]!), `${subject.verbs(fitted)[k]} differs`);
      });
    },
  },
  {
    name: "a renamed column is an error that names it",
    applies: learns,
    async check(subject) {
      const example = subject.example();
      const fitted = await subject.fit(example);
      const [first] = fitted.inputColumns;
      if (!namesOf(example.data).includes(first!)) return;
      for (const verb of subject.verbs(fitted))
        await demandRefusal(
          () => fitted.apply(verb, renamedFirst(example.data, first!) as never),
          ["MISSING_COLUMN"],
          "a renamed column",
          first,
        );
    },
  },
  {
    name: "another width is an error",
    applies: (subject) => learns(subject) && subject.make().accepts !== "table",
    async check(subject) {
      const example = subject.example();
      const fitted = await subject.fit(example);
      for (const verb of subject.verbs(fitted))
        await demandRefusal(() => fitted.apply(verb, [[1, 2, 3, 4, 5, 6, 7]]), ["WRONG_WIDTH"], "another width");
    },
  },
  {
    name: "no rows are an error at fit and no results later",
    applies: learns,
    async check(subject) {
      const example = subject.example();
      const none = take(example.data, []);
      await demandRefusal(() => subject.fit({ data: none, labels: [] }), ["EMPTY_INPUT"], "a table without rows");
      const fitted = await subject.fit(example);
      allVerbs(subject, fitted, none).forEach((result) => {
        demand(result.length === 0, "no rows give results");
      });
    },
  },
  {
    name: "missing values are refused by column, or kept",
    applies: (subject) => learns(subject) && subject.make().accepts !== "table",
    async check(subject) {
      const { data, labels } =
        subject.make().accepts === "matrix" ? subject.example() : { ...subject.example(), data: numbersOf(subject) };
      const gap = withValue(data as FeatureMatrix, 4, 1, Number.NaN);
      const column = gap.columns[1]!;
      if (subject.traits.missing === "refused") {
        await demandRefusal(
          () => subject.fit({ data: gap, labels }),
          ["MISSING_VALUE"],
          "a missing value at fit",
          column,
        );
        const fitted = await subject.fit({ data, labels });
        for (const verb of subject.verbs(fitted))
          await demandRefusal(() => fitted.apply(verb, gap), ["MISSING_VALUE"], `a missing value at ${verb}`, column);
      } else await subject.fit({ data: gap, labels });
    },
  },
  {
    name: "infinite values at fit are refused by column, or kept",
    applies: (subject) => learns(subject) && subject.make().accepts !== "table",
    async check(subject) {
      const { data, labels } =
        subject.make().accepts === "matrix" ? subject.example() : { ...subject.example(), data: numbersOf(subject) };
      const infinite = withValue(data as FeatureMatrix, 4, 1, Number.POSITIVE_INFINITY);
      const error = await refusal(() => subject.fit({ data: infinite, labels }));
      if (error !== undefined)
        demand(error.column === infinite.columns[1], `the error does not name the column: ${error.message}`);
    },
  },
  {
    name: "one row, one column and constant columns are learned from or refused in words",
    applies: learns,
    async check(subject) {
      const example = subject.example();
      const rows = Array.from({ length: 12 }, () => 0);
      await refusal(() => subject.fit({ data: take(example.data, [0]), labels: [example.labels[0]!] }));
      await refusal(() =>
        subject.fit({ data: take(example.data, rows), labels: rows.map((_, i) => (i % 2 ? "yes" : "no")) }),
      );
      if (subject.make().accepts !== "table") {
        const matrix = numbersOf(subject);
        const narrow = FeatureMatrix.fromColumns({ only: matrix.column(1) });
        await refusal(() => subject.fit({ data: narrow, labels: example.labels }));
      }
    },
  },
  {
    name: "a signal that is aborted stops learning",
    applies: learns,
    async check(subject) {
      const example = subject.example();
      const reason = new Error("stop");
      const outcome = await subject.fit(example, { signal: AbortSignal.abort(reason) }).then(
        () => "a model",
        (error: unknown) => error,
      );
      demand(outcome === reason, `an aborted fit gives ${String(outcome)}`);
    },
  },
  {
    name: "weights of one change nothing, negative ones are refused",
    applies: (subject) => learns(subject) && subject.traits.weights !== false,
    async check(subject) {
      const example = subject.example();
      const ones = new Float64Array(rowsOf(example.data)).fill(1);
      const [a, b] = [await subject.fit(example), await subject.fit(example, { sampleWeight: ones })];
      allVerbs(subject, a, example.data).forEach((result, k) => {
        demand(
          closeTo(result, allVerbs(subject, b, example.data)[k]!, LEARNING_TOLERANCE),
          "weights of one change the answers",
        );
      });
      const negative = ones.slice();
      negative[3] = -1;
      await demandRefusal(
        () => subject.fit(example, { sampleWeight: negative }),
        ["INVALID_INPUT"],
        "a negative weight",
      );
      await demandRefusal(() => subject.fit(example, { sampleWeight: [1, 2] }), ["WRONG_LENGTH"], "too few weights");
    },
  },
  {
    name: "rows of weight zero are as good as left out",
    applies: (subject) => learns(subject) && subject.traits.weights !== false && subject.traits.ordered !== true,
    async check(subject) {
      const example = subject.example();
      const rows = rowsOf(example.data);
      const weights = Float64Array.from({ length: rows }, (_, i) => (i < 45 ? 1 : 0));
      const kept = Array.from({ length: 45 }, (_, i) => i);
      const weighted = await subject.fit(example, { sampleWeight: weights });
      const fewer = await subject.fit({ data: take(example.data, kept), labels: example.labels.slice(0, 45) });
      const tried = take(example.data, kept);
      allVerbs(subject, weighted, tried).forEach((result, k) => {
        demand(closeTo(result, allVerbs(subject, fewer, tried)[k]!, LEARNING_TOLERANCE), "the answers differ");
      });
    },
  },
  {
    name: "the order of rows changes no more than rounding",
    applies: (subject) => learns(subject) && subject.traits.ordered !== true,
    async check(subject) {
      const example = subject.example();
      const rows = rowsOf(example.data);
      const order = Array.from({ length: rows }, (_, i) => (i * 7 + 3) % rows);
      const turned = { data: take(example.data, order), labels: order.map((i) => example.labels[i]!) };
      const [a, b] = [await subject.fit(example), await subject.fit(turned)];
      allVerbs(subject, a, example.data).forEach((result, k) => {
        demand(closeTo(result, allVerbs(subject, b, example.data)[k]!, LEARNING_TOLERANCE), "the answers differ");
      });
    },
  },
  {
    name: "a target is asked for where one is needed",
    applies: (subject) => learns(subject) && subject.needsTarget,
    async check(subject) {
      const { data } = subject.example();
      await demandRefusal(() => subject.make().fit(data), ["MISSING_TARGET"], "a missing target");
    },
  },
  {
    name: "a classifier gives labels of the type it was given, and probabilities that add up to one",
    applies: (subject) => subject.make().role === "classifier",
    async check(subject) {
      const { data, labels } = subject.example();
      const forms: ((label: string) => string | number | boolean)[] = [
        (l) => l,
        (l) => (l === "yes" ? 7 : -2),
        (l) => l === "yes",
      ];
      for (const form of forms) {
        const own = (labels as string[]).map(form);
        const fitted = await subject.fit({ data, labels: own });
        const predicted = plainRows(fitted.apply("predict", data as never));
        demand(
          predicted.every(([label]) => own.includes(label as string)),
          "predict gives a label that it never saw",
        );
        for (const row of plainRows(fitted.apply("predictProbabilities", data as never)))
          demand(
            Math.abs((row as number[]).reduce((sum, p) => sum + p, 0) - 1) < 1e-6,
            "probabilities do not add up to one",
          );
      }
      await demandRefusal(
        () => subject.fit({ data, labels: labels.map(() => "yes") }),
        ["SINGLE_CLASS"],
        "a single class",
      );
    },
  },
];

function numbersOf(subject: Subject): FeatureMatrix {
  const { data } = subject.example();
  if (!isTable(data)) return data as FeatureMatrix;
  const table = data as Table;
  const names = namesOf(data).filter((name) => name !== "zone");
  return FeatureMatrix.from(names.length === 0 ? [] : table.select(names));
}

function recordsOf(data: Table | FeatureMatrix): RowRecord[] {
  const names = namesOf(data);
  return plainRows(data).map((row) =>
    Object.fromEntries(names.map((name, j) => [name, (Number.isNaN(row[j]) ? null : row[j]) as number | null])),
  );
}

function reversedWithExtra(data: Table | FeatureMatrix): Table | FeatureMatrix {
  const names = namesOf(data).reverse();
  if (!isTable(data)) {
    const matrix = data as FeatureMatrix;
    const columns = Object.fromEntries([
      ["extra", new Float64Array(matrix.rows)],
      ...names.map((name) => [name, matrix.column(name)]),
    ]);
    return FeatureMatrix.fromColumns(columns as Record<string, Float64Array>);
  }
  const rows = plainRows(data);
  const all = namesOf(data);
  const columns = names.map((name): [string, (number | string | null)[]] => [
    name,
    rows.map((row) => row[all.indexOf(name)] as number),
  ]);
  return tableOfColumns([["extra", rows.map(() => "x")], ...columns]);
}

function renamedFirst(data: Table | FeatureMatrix, first: string): Table | FeatureMatrix {
  const names = namesOf(data);
  const changed = names.map((name) => (name === first ? `${name}_RZ` : name));
  if (!isTable(data)) return (data as FeatureMatrix).renamed(changed);
  const rows = plainRows(data);
  return tableOfColumns(changed.map((name, j) => [name, rows.map((row) => row[j] as number)]));
}
