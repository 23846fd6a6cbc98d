import { readFileSync } from "node:fs";
import { fromSklearn } from "kindred/export";
import { serve } from "kindred/serve";

const [folder, port] = process.argv.slice(2);
const model = fromSklearn(readFileSync(`${folder}/model.json`, "utf8"));
await serve(model, { port: Number(port) });
