import { classifies, demandRefusal, type Law, learns } from "./law.js";

/** Laws of labels. */
export const targetLaws: readonly Law[] = [
  {
    name: "a target is asked for where one is needed",
    says: "`MISSING_TARGET` where `fit` got none.",
    applies: (subject) => learns(subject) && subject.needsTarget,
    async check(subject) {
      const { data } = subject.example();
      await demandRefusal(() => subject.make().fit(data), ["MISSING_TARGET"], "a missing target");
    },
  },
  {
    name: "labels are refused where one is missing, where they are too few, and where all are one",
    says: "`MISSING_TARGET`, `WRONG_LENGTH` and, for classifiers, `SINGLE_CLASS`: the framework raises these for every estimator.",
    applies: (subject) => learns(subject) && subject.needsTarget,
    async check(subject) {
      const { data, labels } = subject.example();
      const fit = (own: readonly unknown[]): Promise<unknown> => subject.fit({ data, labels: own as string[] });
      const gap = labels.map((label, i) => (i === 5 ? null : label));
      await demandRefusal(() => fit(gap), ["MISSING_TARGET"], "a missing label");
      await demandRefusal(() => fit(labels.slice(1)), ["WRONG_LENGTH"], "too few labels");
      if (classifies(subject))
        await demandRefusal(() => fit(labels.map(() => "yes")), ["SINGLE_CLASS"], "a single class");
    },
  },
];
