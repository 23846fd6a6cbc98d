import { createLoader } from "../../persistence/index.js";
import { demand, demandRefusal, type Law } from "./law.js";

/** Laws of estimators that were not fitted. */
export const optionLaws: readonly Law[] = [
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
    name: "options given are not watched: changing them later changes nothing",
    async check(subject) {
      const given: Record<string, unknown> = { ...subject.params };
      const estimator = subject.make(given);
      const before = JSON.stringify(estimator);
      for (const key of Object.keys(estimator.params)) given[key] = "changed";
      demand(JSON.stringify(estimator) === before, "params follow the object that they came from");
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
];
