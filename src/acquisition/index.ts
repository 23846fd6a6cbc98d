export { type ContactTableOptions, contactTable, type Documented } from "./contact-table.js";
export { type BothIds, type LabelledMailing, type LookAlikeOptions, lookAlike } from "./look-alike.js";
export { LookAlike, type LookAlikeScores } from "./look-alike-result.js";
export type { Correction, KnownPrior } from "./positive-unlabelled.js";
export { type ContactProfit, type ProspectOptions, prospectList, type RecentContacts } from "./prospect-list.js";
export type { Prospect, ProspectList, ProspectPromise, Suppression, WaterfallStep } from "./prospect-table.js";
export { type Drift, type DriftPart, scoreDrift, segmentDrift } from "./score-drift.js";
export { type UpliftOptions, uplift } from "./uplift.js";
export { Uplift, type UpliftMethod, UpliftModel } from "./uplift-model.js";
