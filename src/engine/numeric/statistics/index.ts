export { areaUnderRoc } from "./area-under-roc.js";
export { aucInterval } from "./auc-interval.js";
export { betaQuantile, incompleteBeta, studentCdf, studentQuantile } from "./beta.js";
export {
  benjaminiHochberg,
  chiSquaredSurvival,
  kolmogorovSmirnovSurvival,
  normalCdf,
  normalQuantile,
} from "./distributions.js";
export { logGamma, upperGamma } from "./gamma.js";
export { median, orderStatistic } from "./order-statistic.js";
export {
  exactInterval,
  type Interval,
  newcombeInterval,
  partOfWholeInterval,
  ratioInterval,
  twoSidedNormal,
  wilsonInterval,
} from "./share-intervals.js";
export { type StabilityByChance, stabilityByChance } from "./stability-index.js";
export { SECTION_ROWS, sumInSections } from "./sum-in-sections.js";
export { hasTwoValues, type ValueSpread } from "./two-values.js";
