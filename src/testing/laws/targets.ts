import { plainRows } from "../subject.js";
import { demand, demandRefusal, type Law, learns } from "./law.js";

/** Laws of labels. */
export const targetLaws: readonly Law[] = [
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
