import { nodeModule } from "../node/modules.js";

/** Writes a model's document whole or not at all: to a file beside it, which then takes its place. */
export async function writeModel(path: string, model: { toJSON(): object }): Promise<void> {
  await writeWhole(path, JSON.stringify(model));
}

/** Writes a file whole or not at all. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const { open, rename, rm } = nodeModule("kindred", "node:fs/promises");
  const temporary = `${path}.${process.pid}.part`;
  try {
    const file = await open(temporary, "w");
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
