export type { ActivateOperation, Activation } from "./activate.js";
export type { AffineOperation } from "./affine.js";
export type { ArgminOperation } from "./argmin.js";
export type { BlendOperation, CalibrateOperation, ReweighOperation, ScoreCurve } from "./calibrate.js";
export type { Combination, Comparison } from "./combination.js";
export type { CombinedColumn, CombineOperation } from "./combine.js";
export {
  bending,
  type Curve,
  type CurveEnds,
  type CurveOperation,
  curveEnds,
  type SeenRange,
  unbending,
} from "./curve.js";
export type { DistancesOperation } from "./distances.js";
export type { ColumnCode, DaysCode, EncodeOperation, OneHotCode, PassCode, TableCode } from "./encode.js";
export type { FillOperation } from "./fill.js";
export type { FilledColumn } from "./fill-rows.js";
export { costsOf, type GaussiansOperation } from "./gaussians.js";
export type { IndicatorsOperation } from "./indicators.js";
export type { LinkOperation } from "./link.js";
export type { ClassEvidence, NaiveBayesOperation } from "./naive-bayes.js";
export type { Agreement, NeighborsOperation } from "./neighbors.js";
export type { NullifyOperation } from "./nullify.js";
export type { OpaqueOperation } from "./opaque.js";
export type { Executor, RowFunction } from "./operation.js";
export { partOf } from "./parts.js";
export type { ProjectOperation } from "./project-operation.js";
export { allSources } from "./provenance.js";
export type { RecodedColumn, RecodeOperation } from "./recode.js";
export { type DatePart, type Recoding, recodingOf } from "./recoding.js";
export type { RegressionsOperation } from "./regressions.js";
export {
  compileRow,
  isCheap,
  isLazy,
  isPortable,
  type Operation,
  type Program,
  runProgram,
  type UnionOperation,
} from "./run-program.js";
export type { SelectOperation } from "./select.js";
export type { TreesOperation } from "./trees.js";
