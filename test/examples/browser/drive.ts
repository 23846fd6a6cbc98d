import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";

/** A file as it is given to an input of the page. */
export interface GivenFile {
  readonly name: string;
  readonly text: string;
}

/** Starts to measure how long the page's own thread is blocked; to be called before the page is opened. */
export async function watchBlocks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const blocks: number[] = [];
    Object.assign(globalThis, { blocks });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) blocks.push(duration);
    }).observe({ type: "longtask", buffered: true });
  });
}

/** The longest that the page's own thread was blocked, in milliseconds; tasks of less than 50 are not counted. */
export function worstBlock(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, ...(globalThis as unknown as { blocks: number[] }).blocks));
}

/** Gives a file to one of the page's inputs; from the disk, so that the page itself has nothing to unpack. */
export async function give(page: Page, input: string, { name, text }: GivenFile): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "kindred-given-"));
  await writeFile(join(folder, name), text);
  await page.locator(`#${input}`).setInputFiles(join(folder, name));
  page.once("close", () => void rm(folder, { recursive: true }));
}

/** Waits until the job that runs is done. @throws Error with what the page says where it fails. */
export async function finished(page: Page): Promise<void> {
  await page.locator("#job").waitFor({ state: "hidden", timeout: 300_000 });
  const error = await page.locator("#error").textContent();
  if (error !== "") throw new Error(`the page says: ${error}`);
}

/** Downloads a file by the words of its link. */
export async function downloaded(page: Page, words: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: words, exact: true }).click(),
  ]);
  return readFile(await download.path(), "utf8");
}

/** What axe finds in the page. */
export async function axeFindings(page: Page, axe: string): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const found = (globalThis as unknown as { axe: { run(): Promise<{ violations: AxeViolation[] }> } }).axe;
    interface AxeViolation {
      readonly id: string;
      readonly nodes: readonly { readonly html: string }[];
    }
    return (await found.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 200)}`);
  });
}

/** By how many pixels the page is wider than its window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
