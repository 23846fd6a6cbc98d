import { KindredError } from "../errors/index.js";
import { nodeModule } from "./node.js";

/** Files written by this process so far: no two temporary names are alike. */
let written = 0;

/**
 * Writes a file whole or not at all: the pieces go to a temporary file in the same folder, which takes the place of `path`
 * once everything is on the disk, and is removed if anything fails.
 */
export async function writeWhole(
  where: string,
  path: string,
  pieces: AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
): Promise<void> {
  const { promises } = nodeModule(where, "node:fs");
  signal?.throwIfAborted();
  const temporary = `${path}.${process.pid}-${written++}.part`;
  const file = await promises.open(temporary, "wx").catch((cause: unknown) => {
    throw new KindredError({
      code: "INVALID_INPUT",
      where,
      problem: `${path}: it cannot be written (${String((cause as { code?: unknown }).code ?? cause)})`,
      fix: "Check the path and the permissions of its folder",
      cause,
    });
  });
  try {
    try {
      for await (const piece of pieces) {
        signal?.throwIfAborted();
        await file.writeFile(piece);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    signal?.throwIfAborted();
    await promises.rename(temporary, path);
  } catch (error) {
    await promises.rm(temporary, { force: true });
    throw error;
  }
}
