import { KindredError } from "../../errors/index.js";
import { load } from "../../registry.js";
import { nodeModule } from "../node/modules.js";

/** The text of a model's document. */
export async function readModelText(path: string): Promise<string> {
  const { readFile } = nodeModule("kindred", "node:fs/promises");
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new KindredError({
      code: "INVALID_INPUT",
      where: "kindred",
      problem: `${path} cannot be read (${String((cause as NodeJS.ErrnoException).code ?? cause)})`,
      fix: "Name the file that kindred train wrote",
      cause,
    });
  }
}

/** The fitted model of a file. */
export async function readModel(path: string): Promise<ReturnType<typeof load>> {
  return load(await readModelText(path));
}
