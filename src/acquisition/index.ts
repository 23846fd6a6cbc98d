export { type ContactTableOptions, contactTable, type Documented } from "./contact-table.js";
export { lookAlike } from "./look-alike.js";
export type { BothIds, LabelledMailing, LookAlikeOptions } from "./look-alike-options.js";
export { LookAlike, type LookAlikeScores } from "./look-alike-result.js";
export type { Correction, KnownPrior } from "./positive-unlabelled.js";
export { prospectList } from "./prospect-list.js";
export type { ContactProfit, ProspectOptions, RecentContacts } from "./prospect-options.js";
export type {
  Prospect,
  ProspectList,
  ProspectPromise,
  SharedProspects,
  Suppression,
  WaterfallStep,
} from "./prospect-table.js";
export { type Drift, type DriftPart, scoreDrift, segmentDrift } from "./score-drift.js";
export { type UpliftOptions, uplift } from "./uplift.js";
export { Uplift, type UpliftMethod, UpliftModel } from "./uplift-model.js";
