import { CapClasses } from "./cap-classes.js";
import { Leader } from "./leader.js";
import { NearestMean } from "./nearest-mean.js";
import { Winsorizer } from "./winsorizer.js";

export { CapClasses, type CapClassesOptions } from "./cap-classes.js";
export { Leader, type LeaderOptions, type LeaderState } from "./leader.js";
export { NearestMean, type NearestMeanOptions, type NearestMeanState } from "./nearest-mean.js";
export { Winsorizer, type WinsorizerOptions, type WinsorizerState } from "./winsorizer.js";

/** The kinds of this package, for `load(json, { types })`. */
export const types: readonly [typeof Winsorizer, typeof Leader, typeof NearestMean, typeof CapClasses] = [
  Winsorizer,
  Leader,
  NearestMean,
  CapClasses,
];
