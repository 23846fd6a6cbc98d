/**
 * zod, which checks options in kindred, tries out whether it may compile code. The page's policy forbids it, and the attempt would be reported as a
 * violation. This module is imported before kindred.
 */
import { config } from "zod";

config({ jitless: true });
