/** Writes `docs/model.schema.json`, the JSON Schema of documents, from the schema that loading uses: `npx tsx scripts/model-schema.ts`. */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { documentSchema } from "../src/document/document-schema.js";

/** The JSON Schema (2020-12) of documents. */
export function modelSchema(): object {
  const made = z.toJSONSchema(documentSchema, { target: "draft-2020-12", io: "input" });
  return { $id: "urn:kindred:model:1", ...(JSON.parse(JSON.stringify(made)) as object) };
}

const file = fileURLToPath(new URL("../docs/model.schema.json", import.meta.url));
if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(file, `${JSON.stringify(modelSchema(), undefined, 2)}\n`);
