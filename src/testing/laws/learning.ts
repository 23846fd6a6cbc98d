import { FeatureMatrix } from "../../matrix/index.js";
import { rowsOf, selectRows } from "../example-data.js";
import { closeTo, sameBits } from "../subject.js";
import { allVerbs, demand, type Law, LEARNING_TOLERANCE, learns, takesNumbers } from "./law.js";
import { numbersOf, oddBatches } from "./shapes.js";

/** What float32 may change in what was learned from numbers of about 100. */
const SINGLE_TOLERANCE = 1e-3;

/** Laws of learning. */
export const learningLaws: readonly Law[] = [
  {
    name: "fitting leaves the estimator as it was",
    says: "`fit` returns what was learned; the estimator learns nothing itself and can be fitted again.",
    applies: learns,
    async check(subject) {
      const estimator = subject.make();
      const before = JSON.stringify(estimator);
      const { data, labels } = subject.example();
      await estimator.fit(data, subject.needsTarget ? { target: labels } : {});
      demand(JSON.stringify(estimator) === before, "the estimator was changed");
    },
  },
  {
    name: "two fits at once do not disturb each other",
    says: "Folds are fitted side by side: what a fit needs lives in its call and not in a variable outside.",
    applies: learns,
    async check(subject) {
      const { example, fitted: alone } = await subject.model();
      const together = await Promise.all([subject.fit(example), subject.fit(example)]);
      for (const model of together)
        demand(JSON.stringify(model) === JSON.stringify(alone), "a model fitted beside another differs");
    },
  },
  {
    name: "numbers teach the same in any of their shapes, and nearly the same in float32",
    says: "Columns, rows in lists and float64 storage give the same bits; float32 rounds the input and therefore a little of what is learned.",
    applies: takesNumbers,
    async check(subject) {
      const matrix = numbersOf(subject);
      const { labels } = subject.example();
      const answers = async (data: FeatureMatrix): Promise<unknown[][][]> =>
        allVerbs(subject, await subject.fit({ data, labels }), data);
      const columnsOf = (type: typeof Float32Array | typeof Float64Array): FeatureMatrix =>
        FeatureMatrix.fromColumns(
          Object.fromEntries(matrix.columns.map((name) => [name, type.from(matrix.column(name))])),
        );
      const expected = await answers(columnsOf(Float64Array));
      const nested = await answers(FeatureMatrix.from(matrix.toRows(), matrix.columns));
      const single = await answers(columnsOf(Float32Array));
      expected.forEach((result, k) => {
        demand(sameBits(result, nested[k]!), "rows in lists teach otherwise");
        demand(closeTo(result, single[k]!, SINGLE_TOLERANCE), "float32 teaches otherwise");
      });
    },
  },
  {
    name: "rows in odd batches teach the same bits",
    says: "A file is cut into batches by its reader; what is learned may not depend on where.",
    applies: learns,
    async check(subject) {
      const { example, fitted: whole } = await subject.model();
      const target = subject.needsTarget ? { target: example.labels } : {};
      const streamed = await subject.make().fit(oddBatches(example.data), target);
      demand(JSON.stringify(streamed) === JSON.stringify(whole), "the model from a stream differs");
    },
  },
  {
    name: "the order of rows changes no more than rounding",
    says: "Sums are added in another order and nothing more; an estimator that goes by the order says so with the trait `ordered`.",
    applies: (subject) => learns(subject) && subject.traits.ordered !== true,
    async check(subject) {
      const { example, fitted: a } = await subject.model();
      const rows = rowsOf(example.data);
      const order = Array.from({ length: rows }, (_, i) => (i * 7 + 3) % rows);
      const turned = { data: selectRows(example.data, order), labels: order.map((i) => example.labels[i]!) };
      const b = await subject.fit(turned);
      allVerbs(subject, a, example.data).forEach((result, k) => {
        demand(closeTo(result, allVerbs(subject, b, example.data)[k]!, LEARNING_TOLERANCE), "the answers differ");
      });
    },
  },
  {
    name: "a model keeps no memory of its input",
    says: "The caller may overwrite the rows after `fit`: a state that shares their memory would change with them. Copy what is kept.",
    applies: takesNumbers,
    async check(subject) {
      const matrix = numbersOf(subject);
      const { labels } = subject.example();
      const own = FeatureMatrix.fromColumns(
        Object.fromEntries(matrix.columns.map((name) => [name, Float64Array.from(matrix.column(name))])),
      );
      const fitted = await subject.fit({ data: own, labels });
      const before = allVerbs(subject, fitted, matrix);
      for (const name of own.columns) own.column(name).fill(0);
      allVerbs(subject, fitted, matrix).forEach((result, k) => {
        demand(sameBits(result, before[k]!), "the model changes with the rows that it was fitted on");
      });
    },
  },
];
