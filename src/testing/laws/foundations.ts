import type { Fitted } from "../../estimator/index.js";
import { createLoader } from "../../persistence/index.js";
import { OTHER, rowsOf } from "../example-data.js";
import { plainRows, sameBits } from "../subject.js";
import { allVerbs, demand, type Law, learns } from "./law.js";

/** What the other laws build on: that it works at all, repeats itself, and touches nothing but what it was given to keep. */
export const foundationLaws: readonly Law[] = [
  {
    name: "it learns from the example, and every verb gives one result a row",
    says: "Sixty rows in three groups, with labels; with missing values and words where it takes them. A wrong width, a cluster that is no position, probabilities that do not add up to one: the framework refuses these results wherever they are given, and here they show.",
    foundation: true,
    applies: learns,
    async check(subject) {
      const { example, fitted } = await subject.model();
      const verbs = subject.verbs(fitted);
      demand(verbs.length > 0, "a fitted model has no verb");
      allVerbs(subject, fitted, example.data).forEach((result, k) => {
        const rows = rowsOf(example.data);
        demand(result.length === rows, `${verbs[k]} gives ${result.length} results for ${rows} rows`);
      });
    },
  },
  {
    name: "fitting leaves its input as it was",
    says: "The rows that `fit` learns from belong to the caller: copy what is sorted or overwritten.",
    foundation: true,
    applies: learns,
    async check(subject) {
      const example = subject.example();
      const before = plainRows(example.data);
      await subject.fit(example);
      demand(sameBits(before, plainRows(example.data)), "fit changed the rows that it was given");
    },
  },
  {
    name: "answers leave their input as it was",
    says: "The rows that a verb is asked about belong to the caller.",
    foundation: true,
    applies: learns,
    async check(subject) {
      const { fitted } = await subject.model();
      const { data } = subject.example();
      const before = plainRows(data);
      allVerbs(subject, fitted, data);
      demand(sameBits(before, plainRows(data)), "a verb changed the rows that it was given");
    },
  },
  {
    name: "fitting twice gives the same bits",
    says: "Randomness comes from the option `seed` alone, and a fit leaves nothing behind for the next.",
    foundation: true,
    applies: learns,
    async check(subject) {
      const { example, fitted } = await subject.model();
      demand(JSON.stringify(await subject.fit(example)) === JSON.stringify(fitted), "two fits differ");
    },
  },
  {
    name: "asking twice gives the same bits and leaves the model as it was",
    says: "Verbs are pure: nothing is drawn or counted while rows are transformed or predicted.",
    foundation: true,
    applies: learns,
    async check(subject) {
      const { data } = subject.example();
      const fitted = await subject.fit(subject.example());
      const json = JSON.stringify(fitted);
      const [a, b] = [allVerbs(subject, fitted, data), allVerbs(subject, fitted, data)];
      a.forEach((result, k) => {
        demand(sameBits(result, b[k]!), `${subject.verbs(fitted)[k]} of the same rows differs the second time`);
      });
      demand(JSON.stringify(fitted) === json, "the model was changed by what it was asked");
    },
  },
  {
    name: "a model answers from its own state",
    says: "What was learned is what `fit` returns. A variable outside would be overwritten by the next fit and be missing in another process: here the estimator is fitted on other rows, and the first model is asked again, itself and as its JSON.",
    foundation: true,
    applies: learns,
    async check(subject) {
      const { data } = subject.example();
      const fitted = await subject.fit(subject.example());
      const before = allVerbs(subject, fitted, data);
      const json = JSON.stringify(fitted);
      await subject.fit(subject.example(undefined, OTHER));
      const again = createLoader(subject.types).load(json) as unknown as Fitted;
      for (const [model, whose] of [
        [fitted, "a model"],
        [again, "a model that was loaded"],
      ] as const)
        allVerbs(subject, model, data).forEach((result, k) => {
          demand(
            sameBits(result, before[k]!),
            `${whose} answers otherwise after another fit: its state is not its own`,
          );
        });
    },
  },
];
