export { campaign, waterfall } from "./contact.js";
export { choice, migration, stability } from "./reliance.js";
export { heatMap, index, shares } from "./segments.js";
