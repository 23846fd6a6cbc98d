import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type ReportOptions, segmentationReport } from "kindred/report";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromiumPath } from "./browser.js";
import { type LayoutFaults, layoutFaults } from "./layout.js";
import { allResults } from "./made-results.js";

const executablePath = chromiumPath();
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const large = allResults({ segments: 24, columns: 366 });
const HOSTILE = [
  "</script><script>globalThis.hostile = 1</script>",
  "</style><img src=x onerror='globalThis.hostile = 1'>",
  "\u202Eright-to-left \u05D0\u05D1\u05D2 and \u0627\u0644\u0633\u0643\u0627\u0646 that never ends",
  "a".repeat(80),
  `" onmouseover="globalThis.hostile = 1" x="`,
  "{{constructor.constructor('globalThis.hostile = 1')()}}",
  "&lt;b&gt; &amp; \u0000\uD800",
  "W".repeat(80),
];
const hostile: ReportOptions = {
  ...allResults({ segments: 8, columns: 33 }),
  title: HOSTILE[0]!,
  names: HOSTILE,
  audience: "operator",
};

describe.skipIf(executablePath === undefined)("A report in a browser", () => {
  let browser: Browser;
  const pages = new Map<string, Page>();
  const requests: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath!, args: ["--no-sandbox"] });
    const contents = {
      large: segmentationReport({ ...large, audience: "shared" }),
      hostile: segmentationReport(hostile),
    };
    for (const [name, content] of Object.entries(contents)) {
      const page = await browser.newPage({ bypassCSP: false });
      page.on("request", (request) => requests.push(request.url()));
      await page.setContent(content);
      // Sections below the fold are laid out when they are scrolled to: here all of them are looked at.
      await page.evaluate(() => {
        for (const section of document.querySelectorAll("section")) section.style.contentVisibility = "visible";
      });
      pages.set(name, page);
    }
  });
  afterAll(async () => browser?.close());

  async function faults(name: string, width: number, media: "screen" | "print"): Promise<LayoutFaults> {
    const page = pages.get(name)!;
    await page.emulateMedia({ media });
    await page.setViewportSize({ width, height: 900 });
    // What is folded away is laid out where it is opened.
    await page.evaluate(() => {
      for (const details of document.querySelectorAll("details")) details.open = true;
    });
    return page.evaluate(layoutFaults);
  }

  it.each([
    ["large", 360, "screen"],
    ["large", 768, "screen"],
    ["large", 1280, "screen"],
    ["large", 718, "print"],
    ["hostile", 360, "screen"],
    ["hostile", 768, "screen"],
    ["hostile", 1280, "screen"],
    ["hostile", 718, "print"],
  ] as const)(
    "has no text that overflows, is cut off or lies over another: %s results, %d px, %s",
    async (name, width, media) => {
      const { texts, ...found } = await faults(name, width, media);
      expect(texts).toBeGreaterThan(500);
      expect(found).toEqual({ overflow: [], clipped: [], intersecting: [] });
    },
  );

  it("folds most columns away, on paper too, and opens them by a key", async () => {
    const page = await browser.newPage();
    await page.setContent(segmentationReport({ ...large, audience: "shared" }));
    const seen = (): Promise<number> =>
      page.evaluate(
        () => [...document.querySelectorAll(".heat tbody tr")].filter((row) => row.checkVisibility()).length,
      );
    expect(await seen()).toBe(30);
    await page.emulateMedia({ media: "print" });
    expect(await seen()).toBe(30);
    await page.emulateMedia({ media: "screen" });
    await page.locator("#other-columns summary").focus();
    await page.keyboard.press("Enter");
    expect(await seen()).toBe(366);
    await page.close();
  });

  it.each([
    ["light", 1280],
    ["dark", 360],
  ] as const)("leaves axe nothing to find in %s, %d px", async (colorScheme, width) => {
    const page = pages.get("hostile")!;
    await page.emulateMedia({ media: "screen", colorScheme });
    await page.setViewportSize({ width, height: 900 });
    await page.evaluate(AXE);
    const violations = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      };
      return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 200)}`);
    });
    expect(violations).toEqual([]);
  });

  it("runs nothing of what names hold, and shows them as they are", async () => {
    const page = pages.get("hostile")!;
    expect(await page.evaluate(() => "hostile" in globalThis)).toBe(false);
    expect(await page.locator("script, img, iframe, link, object").count()).toBe(0);
    const shown = await page.locator("#shares th.name bdi").allTextContents();
    expect(shown.slice(0, 6)).toEqual(HOSTILE.slice(0, 6));
    expect(shown[6]).toBe("&lt;b&gt; &amp; \uFFFD\uFFFD");
  });

  it("fetches nothing", () => {
    expect(requests).toEqual([]);
  });

  it("opens 366 columns and 25 segments in a second of the page's own work", async () => {
    const content = segmentationReport({ ...large, audience: "shared" });
    const own = await chromium.launch({ executablePath: executablePath!, args: ["--no-sandbox"] });
    const times: number[] = [];
    // The least of three: what the machine does beside it can only add.
    for (let time = 0; time < 3; time++) {
      const page = await own.newPage();
      const session = await page.context().newCDPSession(page);
      await session.send("Performance.setTimeDomain", { timeDomain: "threadTicks" });
      await session.send("Performance.enable");
      const worked = async (): Promise<number> =>
        (await session.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration")!.value;
      const before = await worked();
      await page.setContent(content);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0))));
      times.push((await worked()) - before);
      await page.close();
    }
    await own.close();
    expect(Math.min(...times)).toBeGreaterThan(0);
    expect(Math.min(...times)).toBeLessThan(1);
  });

  it("would be found out: the checks see text that is cut off, lies over another or overflows", async () => {
    const page = await browser.newPage();
    await page.setContent(`<div style="width:3em;overflow:hidden;white-space:nowrap">cut off at the end</div>
<p style="position:absolute;top:90px">one text</p><p style="position:absolute;top:95px">another</p>
<p style="width:4000px;text-align:right">far away</p>`);
    const { overflow, clipped, intersecting } = await page.evaluate(layoutFaults);
    expect(overflow.length).toBeGreaterThan(0);
    expect(clipped).toEqual(["cut off at the end"]);
    expect(intersecting).toEqual(["one text | another"]);
    await page.close();
  });
});
