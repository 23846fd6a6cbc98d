import { FeatureMatrix } from "../../matrix/index.js";
import { namesOf, selectRows, withValue } from "../example-data.js";
import { allVerbs, demand, demandRefusal, type Law, learns, refusal, takesNumbers } from "./law.js";
import { numbersOf, renamedFirst } from "./shapes.js";

/** What callers without types may pass for anything. */
const ODD_VALUES: readonly unknown[] = [
  null,
  7,
  "text",
  Symbol("symbol"),
  10n,
  () => 1,
  {},
  Object.create(null),
  [],
  [null],
  [[Symbol("symbol")]],
  [[1], [1, 2]],
  new BigInt64Array(2),
  new Map(),
];

/** Laws of what is refused, and how. */
export const badInputLaws: readonly Law[] = [
  {
    name: "values that do not fit are refused in words, or answered",
    says: "Whatever stands for rows, labels, options or the name of a verb: nothing, a text, a symbol, a list of lists of symbols. A raw TypeError tells its reader nothing.",
    async check(subject) {
      const { data, labels } = subject.example();
      const target = subject.needsTarget ? [labels] : [];
      const calls: ((value: never) => unknown)[] = [
        (value) => subject.make(value),
        (value) => subject.make().with(value),
        (value) => subject.make().fit(value, ...target),
        (value) => subject.make().fit(data, ...target, value),
        (value) => subject.make().fit(data, value),
      ];
      if (learns(subject)) {
        const { fitted } = await subject.model();
        for (const verb of subject.verbs(fitted)) {
          calls.push(
            (value) => fitted.apply(verb, value),
            (value) => fitted.row(verb)(value),
          );
          calls.push((value) => fitted.bulk(verb, value).collect());
        }
        calls.push((value) => fitted.row(value));
      }
      for (const value of ODD_VALUES) for (const call of calls) await refusal(() => call(value as never));
    },
  },
  {
    name: "a renamed column is an error that names it",
    says: "`MISSING_COLUMN`, with the column.",
    applies: learns,
    async check(subject) {
      const { example, fitted } = await subject.model();
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
    says: "Rows without names of another width are `WRONG_WIDTH`.",
    applies: takesNumbers,
    async check(subject) {
      const { fitted } = await subject.model();
      for (const verb of subject.verbs(fitted))
        await demandRefusal(() => fitted.apply(verb, [[1, 2, 3, 4, 5, 6, 7]]), ["WRONG_WIDTH"], "another width");
    },
  },
  {
    name: "no rows are an error at fit and no results later",
    says: "`EMPTY_INPUT` at fit; later no rows give no results.",
    applies: learns,
    async check(subject) {
      const example = subject.example();
      const none = selectRows(example.data, []);
      await demandRefusal(() => subject.fit({ data: none, labels: [] }), ["EMPTY_INPUT"], "a table without rows");
      const fitted = await subject.fit(example);
      allVerbs(subject, fitted, none).forEach((result) => {
        demand(result.length === 0, "no rows give results");
      });
    },
  },
  {
    name: "missing values are refused by column, or kept",
    says: 'With the trait `missing: "refused"` a missing value is `MISSING_VALUE` with its column, at fit and later; without it the estimator learns from rows that have some.',
    applies: takesNumbers,
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
    says: "An infinite value is learned from, or refused with the name of its column.",
    applies: takesNumbers,
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
    name: "infinite values later are refused by column, or answered",
    says: "The same of rows that verbs are asked about.",
    applies: takesNumbers,
    async check(subject) {
      const matrix = numbersOf(subject);
      const fitted = await subject.fit({ data: matrix, labels: subject.example().labels });
      for (const value of [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
        const infinite = withValue(matrix, 4, 1, value);
        for (const verb of subject.verbs(fitted)) {
          const error = await refusal(() => fitted.apply(verb, infinite));
          if (error !== undefined)
            demand(error.column === matrix.columns[1], `the error does not name the column: ${error.message}`);
        }
      }
    },
  },
  {
    name: "one row, one column and constant columns are learned from or refused in words",
    says: "The smallest inputs give a model or a `KindredError`, never another failure.",
    applies: learns,
    async check(subject) {
      const example = subject.example();
      const rows = Array.from({ length: 12 }, () => 0);
      await refusal(() => subject.fit({ data: selectRows(example.data, [0]), labels: [example.labels[0]!] }));
      await refusal(() =>
        subject.fit({ data: selectRows(example.data, rows), labels: rows.map((_, i) => (i % 2 ? "yes" : "no")) }),
      );
      if (subject.make().accepts !== "table") {
        const matrix = numbersOf(subject);
        const narrow = FeatureMatrix.fromColumns({ only: matrix.column(1) });
        await refusal(() => subject.fit({ data: narrow, labels: example.labels }));
      }
    },
  },
];
