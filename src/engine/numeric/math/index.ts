export { exp, expm1, sigmoid, tanh } from "./exp.js";
export { log, log1p, pow, softplus } from "./log.js";
