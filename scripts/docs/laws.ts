/** Writes docs/laws.md from the laws of checkEstimator. */
import { writeFileSync } from "node:fs";
import { lawsPage } from "../../src/testing/laws-page.js";

writeFileSync("docs/laws.md", lawsPage());
