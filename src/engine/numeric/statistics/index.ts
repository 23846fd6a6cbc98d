export { areaUnderRoc } from "./area-under-roc.js";
export {
  benjaminiHochberg,
  chiSquaredSurvival,
  kolmogorovSmirnovSurvival,
  normalCdf,
  normalQuantile,
} from "./distributions.js";
export { logGamma, upperGamma } from "./gamma.js";
