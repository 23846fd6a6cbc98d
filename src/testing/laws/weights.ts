import { rowsOf, selectRows } from "../example-data.js";
import { closeTo } from "../subject.js";
import { allVerbs, classifies, demand, demandRefusal, type Law, LEARNING_TOLERANCE, learns } from "./law.js";

/** Laws of sample weights. */
export const weightLaws: readonly Law[] = [
  {
    name: "weights of one change nothing, negative ones are refused",
    says: "Weights of one are as good as none; negative ones and too few are refused.",
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
    says: "A row of weight zero teaches nothing.",
    applies: (subject) => learns(subject) && subject.traits.weights !== false && subject.traits.ordered !== true,
    async check(subject) {
      const example = subject.example();
      const rows = rowsOf(example.data);
      const weights = Float64Array.from({ length: rows }, (_, i) => (i < 45 ? 1 : 0));
      const kept = Array.from({ length: 45 }, (_, i) => i);
      const weighted = await subject.fit(example, { sampleWeight: weights });
      const fewer = await subject.fit({ data: selectRows(example.data, kept), labels: example.labels.slice(0, 45) });
      const tried = selectRows(example.data, kept);
      allVerbs(subject, weighted, tried).forEach((result, k) => {
        demand(closeTo(result, allVerbs(subject, fewer, tried)[k]!, LEARNING_TOLERANCE), "the answers differ");
      });
    },
  },
  {
    name: "a weight of two is the row twice",
    says: "For those that learn by `learn`, or say so with the trait `weightsRepeat`.",
    applies: (subject) =>
      learns(subject) &&
      subject.traits.weights !== false &&
      (subject.traits.weightsRepeat ?? subject.type.definition.learn !== undefined) &&
      subject.traits.ordered !== true,
    async check(subject) {
      const { data, labels } = subject.example();
      const rows = rowsOf(data);
      const weights = Float64Array.from({ length: rows }, (_, i) => (i % 4 === 1 ? 2 : 1));
      const repeated = Array.from(weights, (weight, i) => (weight === 2 ? [i, i] : [i])).flat();
      const twice = { data: selectRows(data, repeated), labels: repeated.map((i) => labels[i]!) };
      const [a, b] = [await subject.fit({ data, labels }, { sampleWeight: weights }), await subject.fit(twice)];
      allVerbs(subject, a, data).forEach((result, k) => {
        demand(closeTo(result, allVerbs(subject, b, data)[k]!, LEARNING_TOLERANCE), "the answers differ");
      });
    },
  },
  {
    name: "a class whose rows have no weight is none",
    says: "Where every row of a weight above zero has the same label there is nothing to learn: `SINGLE_CLASS`.",
    applies: (subject) => classifies(subject) && subject.traits.weights !== false,
    async check(subject) {
      const example = subject.example();
      const weights = example.labels.map((label) => (label === "yes" ? 1 : 0));
      await demandRefusal(
        () => subject.fit(example, { sampleWeight: weights }),
        ["SINGLE_CLASS"],
        "a class without weight",
      );
    },
  },
];
