import { FeatureMatrix } from "../../matrix/index.js";
import { rowsOf, selectRows } from "../example-data.js";
import { closeTo, plainRows, sameBits } from "../subject.js";
import { allVerbs, demand, type Law, LEARNING_TOLERANCE, learns, takesNumbers } from "./law.js";
import { numbersOf, oddBatches } from "./shapes.js";

/** What float32 may change in what was learned from numbers of about 100. */
const SINGLE_TOLERANCE = 1e-3;

/** Laws of learning. */
export const learningLaws: readonly Law[] = [
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
    name: "fitting leaves the estimator as it was",
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
    applies: learns,
    async check(subject) {
      const example = subject.example();
      const alone = await subject.fit(example);
      const together = await Promise.all([subject.fit(example), subject.fit(example)]);
      for (const model of together)
        demand(JSON.stringify(model) === JSON.stringify(alone), "a model fitted beside another differs");
    },
  },
  {
    name: "numbers teach the same in any of their shapes, and nearly the same in float32",
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
    name: "rows in odd batches teach the same bits",
    applies: learns,
    async check(subject) {
      const example = subject.example();
      const whole = await subject.fit(example);
      const target = subject.needsTarget ? { target: example.labels } : {};
      const streamed = await subject.make().fit(oddBatches(example.data), target);
      demand(JSON.stringify(streamed) === JSON.stringify(whole), "the model from a stream differs");
    },
  },
  {
    name: "the order of rows changes no more than rounding",
    applies: (subject) => learns(subject) && subject.traits.ordered !== true,
    async check(subject) {
      const example = subject.example();
      const rows = rowsOf(example.data);
      const order = Array.from({ length: rows }, (_, i) => (i * 7 + 3) % rows);
      const turned = { data: selectRows(example.data, order), labels: order.map((i) => example.labels[i]!) };
      const [a, b] = [await subject.fit(example), await subject.fit(turned)];
      allVerbs(subject, a, example.data).forEach((result, k) => {
        demand(closeTo(result, allVerbs(subject, b, example.data)[k]!, LEARNING_TOLERANCE), "the answers differ");
      });
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
];
