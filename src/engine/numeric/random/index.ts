export { hashed, uniformAt } from "./hash.js";
export { Random } from "./random.js";
export { xxhash64 } from "./xxhash64.js";
