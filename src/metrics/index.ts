export { type CampaignPower, type CampaignPowerOptions, campaignPower } from "./campaign-power.js";
export { type CampaignOptions, campaignReport } from "./campaign-report.js";
export { CampaignResult } from "./campaign-result.js";
export type {
  CampaignBin,
  CampaignCalibration,
  CampaignEffect,
  CampaignSummary,
  SharedBin,
  SharedCampaign,
  SharedEffect,
} from "./campaign-types.js";
export { calinskiHarabasz, daviesBouldin } from "./cluster-quality.js";
export { adjustedMutualInformation, adjustedRandIndex } from "./clusterings.js";
export { type PrecisionRecallCurve, precisionRecallCurve, type RocCurve, rocCurve } from "./curves.js";
export {
  type GainsRow,
  type GainsTable,
  gainsTable,
  ksStatistic,
  liftAt,
  type ProfitCurve,
  profitCurve,
} from "./gains.js";
export {
  accuracy,
  balancedAccuracy,
  type ConfusionMatrix,
  confusionMatrix,
  type F1Options,
  f1,
  type LabelOptions,
} from "./labels.js";
export {
  averagePrecision,
  brierScore,
  type CalibrationCurve,
  calibrationCurve,
  type LogLossOptions,
  logLoss,
} from "./probabilities.js";
export { type QiniCurve, type QiniOptions, qiniCurve, treatedRows } from "./qini-curve.js";
export { type AucEstimate, printedEstimate, type RocAucOptions, rocAuc, rocAucEstimate } from "./roc-auc.js";
export { type SilhouetteOptions, silhouette } from "./silhouette.js";
export {
  costCurve,
  type DecisionCosts,
  type ThresholdCriterion,
  type ThresholdCurve,
  type TunedThreshold,
  type TuneThresholdOptions,
  tuneThreshold,
} from "./thresholds.js";
export type { BinaryOptions } from "./truth.js";
export { checkLengths, hitsOf } from "./truth.js";
export { type UpliftBin, type UpliftTable, type UpliftTableOptions, upliftTable } from "./uplift-table.js";
