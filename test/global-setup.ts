import { buildKernels } from "../scripts/build-kernels.js";
import { compiledFolder, compileRooms } from "./compile-rooms.js";
import { buildVariant } from "./kernel-variants.js";

/** Tests run from the sources, but for the kernels' module, which is built, and workers, which load compiled code only. */
export default async function setup(): Promise<void> {
  await buildKernels();
  await buildVariant();
  await compileRooms(["."], compiledFolder("workers"));
}
