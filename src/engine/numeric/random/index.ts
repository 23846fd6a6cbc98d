export { hashed, uniformAt } from "./hash.js";
export { Random } from "./random.js";
