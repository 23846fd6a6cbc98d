export { type EigenOptions, type SymmetricEigen, symmetricEigen } from "./symmetric-eigen.js";
