export { type ContactTimes, type ProspectOptions, prospectList } from "./prospect-list.js";
export type { Prospect, ProspectList, ProspectPromise, WaterfallStep } from "./prospect-table.js";
