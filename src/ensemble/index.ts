export {
  CalibratedClassifier,
  type CalibratedClassifierConstructor,
  type CalibratedClassifierOptions,
  type FittedCalibratedClassifier,
} from "./calibrated-classifier.js";
export type { ClassPriors } from "./class-priors.js";
export { Ensemble, type EnsembleConstructor, type EnsembleOptions } from "./ensemble.js";
export type { FittedMemberEnsemble, Member, MemberEnsemble, MembersOf } from "./member-types.js";
export type {
  FittedPrefitClassifier,
  PrefitCalibratedClassifier,
  PrefitOptions,
  TunableOf,
} from "./prefit-classifier.js";
export {
  type FittedStackingClassifier,
  StackingClassifier,
  type StackingClassifierConstructor,
  type StackingClassifierOptions,
} from "./stacking-classifier.js";
export {
  type FittedThresholdClassifier,
  ThresholdClassifier,
  type ThresholdClassifierConstructor,
  type ThresholdClassifierOptions,
} from "./threshold-classifier.js";
export type { FittedWrapper, Wrapper, WrapperPaths } from "./wrapper-types.js";
