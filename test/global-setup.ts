import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildKernels } from "../scripts/build-kernels.js";
import { compiledFolder, compileRooms } from "./compile-rooms.js";
import { buildVariant } from "./kernel-variants.js";

/**
 * Tests run from the sources, but for the kernels' module, which is built, and workers, which load compiled code only. Files that several tests
 * share lie in a folder that is removed when all have run.
 */
export default async function setup(): Promise<() => void> {
  await buildKernels();
  await buildVariant();
  await compileRooms(["."], compiledFolder("workers"));
  const folder = mkdtempSync(join(tmpdir(), "kindred-tests-"));
  process.env["KINDRED_TEST_FOLDER"] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
