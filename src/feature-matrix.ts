import { FeatureMatrix } from "./matrix/index.js";
import { connectArrow } from "./table/index.js";

// A matrix alone must reach Tables, too; package.json lists this file among those with an effect.
connectArrow();

export { FeatureMatrix };
