import { afterEach } from "vitest";
import { checkAllGaps } from "./regions.js";

afterEach(() => checkAllGaps());
