import { buildKernels } from "../scripts/build-kernels.js";
import { compiledFolder, compileRooms } from "./compile-rooms.js";

/** Tests run from the sources, but for the kernels' module, which is built, and workers, which load compiled code only. */
export default async function setup(): Promise<void> {
  await buildKernels();
  await compileRooms(["."], compiledFolder("workers"));
}
