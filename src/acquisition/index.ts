export { type ProspectOptions, prospectList } from "./prospect-list.js";
export type { Prospect, ProspectList, WaterfallStep } from "./prospect-table.js";
