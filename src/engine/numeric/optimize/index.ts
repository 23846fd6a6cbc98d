export { bayesianRidge, type CenteredSums } from "./bayesian-ridge.js";
export { solveSymmetric } from "./cholesky.js";
export { minimizeByLbfgs, type SmoothLoss } from "./lbfgs.js";
export { type CurvedLoss, minimizeByNewton } from "./newton.js";
export type { Evaluation, MinimizeOptions, Minimum, Penalty } from "./objective.js";
export { sampledCurvature } from "./sampled-curvature.js";
