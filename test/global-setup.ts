import { buildKernels } from "../scripts/build-kernels.js";

/** Tests run from the sources, of which the kernels' module is one that is built. */
export default buildKernels;
