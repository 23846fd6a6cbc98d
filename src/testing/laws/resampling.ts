import type { Block } from "../../engine/rows/index.js";
import { plainRows, type Subject, sameBits } from "../subject.js";
import { demand, type Law } from "./law.js";
import { contextOf, resample, trainingOn } from "./resampled.js";

const resamples = (subject: Subject): boolean => subject.make().role === "resampler";

/** Laws of resamplers, which change the rows that are learned from and nothing later. */
export const resamplingLaws: readonly Law[] = [
  {
    name: "it gives rows of the columns that it got, with labels of theirs",
    says: "One count a row, a whole number from 0 up, or rows of the same columns; at least one row is left.",
    foundation: true,
    applies: resamples,
    async check(subject) {
      const training = trainingOn(subject, subject.example());
      const { x, y } = await resample(subject, subject.params, subject.example());
      const expected = training.source.plan.map(({ name }) => name);
      demand(x.columns.join() === expected.join(), `it gives the columns ${x.columns.join(", ")}`);
      demand(y !== undefined && y.length === x.rows, "its rows have not one label each");
      demand(
        y!.every((label) => training.classes![label] !== undefined),
        "a row has a label that no row had",
      );
    },
  },
  {
    name: "resampling leaves the rows that it is given as they were",
    says: "A resampler chooses rows; those that it looks at are the caller's, or those of other folds.",
    foundation: true,
    applies: resamples,
    async check(subject) {
      const training = trainingOn(subject, subject.example());
      const { x, context } = await contextOf(training);
      const before = [plainRows(x), plainRows(context.y!)];
      const { counts } = subject.type.definition;
      await counts?.call(subject.type.definition, x, subject.make().params, context);
      await subject.make().resampleFrom(training);
      demand(sameBits(before[0]!, plainRows(x)), "it changed the rows that it was given");
      demand(sameBits(before[1]!, plainRows(context.y!)), "it changed the labels that it was given");
    },
  },
  {
    name: "resampling twice gives the same rows",
    says: "What is drawn is drawn by the option `seed`.",
    foundation: true,
    applies: resamples,
    async check(subject) {
      const again = (): Promise<Block> => resample(subject, subject.params, subject.example());
      const [a, b] = [await again(), await again()];
      const plain = ({ x, y, ids }: Block): unknown[][] => [...plainRows(x), [...y!], [...(ids ?? [])]];
      demand(sameBits(plain(a), plain(b)), "two calls give other rows");
    },
  },
];
