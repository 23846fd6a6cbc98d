import { createLoader } from "../../persistence/index.js";
import { demand, demandRefusal, type Law } from "./law.js";

/** Laws of estimators that were not fitted. */
export const optionLaws: readonly Law[] = [
  {
    name: "params are complete, frozen, and refuse unknown options",
    says: "Defaults are filled in, nothing changes them later, and an option that does not exist is an error and no silence.",
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
    foundation: true,
    says: "Searches and callers make copies by `with`; the estimator that they were made from stays as it was, and the copy is of its class.",
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
    says: "The object that the options came in belongs to the caller, who may change it after.",
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
    says: "`loadEstimator(JSON.stringify(estimator))` has the same options: a schema that changes a value that it accepted before breaks this.",
    async check(subject) {
      const estimator = subject.make();
      const json = JSON.stringify(estimator);
      const again = createLoader(subject.types).loadEstimator(json);
      demand(JSON.stringify(again) === json, "the JSON of the loaded estimator differs");
    },
  },
  {
    name: "unfitted verbs say what to do",
    says: "`transform`, `predict` and `predictProbabilities` before `fit` are `NOT_FITTED`, also for callers without types.",
    async check(subject) {
      const estimator = subject.make();
      for (const verb of ["transform", "predict", "predictProbabilities"] as const)
        await demandRefusal(() => estimator[verb](), ["NOT_FITTED"], `${verb} before fit`);
    },
  },
];
