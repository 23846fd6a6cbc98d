import { profileSegments, Schema } from "kindred";
import { segmentationReport } from "kindred/report";
import { describe, expect, it } from "vitest";
import { parseCsv } from "../../src/io/index.js";

describe("A scale on which low numbers are more", () => {
  const lines = Array.from({ length: 400 }, (_, i) =>
    i % 2 === 0 ? `${1 + (i % 3)},${i % 7}` : `${4 + (i % 2)},${i % 7}`,
  );
  const table = parseCsv(`WORRIES,NOISE\n${lines.join("\n")}\n`);
  const labels = lines.map((_, i) => i % 2);
  const textOf = (direction: "up" | "down"): { text: string; page: string } => {
    const schema = Schema.infer(table).with({ WORRIES: { level: "ordinal", direction } });
    const profile = profileSegments(schema.attach(table), labels);
    const html = segmentationReport({ profile });
    return { text: profile.toText(), page: html.replaceAll(/<[^>]+>/g, "") };
  };

  it("says so beside its means, in text and on cards", () => {
    const { text, page } = textOf("down");
    expect(text).toMatch(/more WORRIES: .*mean 2\.00, overall 3\.50 \(low numbers are more\)/);
    expect(page).toContain("more WORRIES (low numbers are more)");
    expect(page).toMatch(/more WORRIES \(mean 2\S*, in the rest 5\S*, where low numbers are more\)/);
  });

  it("is the other way round where high numbers are more, and nothing is said", () => {
    const { text, page } = textOf("up");
    expect(text).toMatch(/less WORRIES: .*mean 2\.00, overall 3\.50/);
    expect(page).toContain("less WORRIES");
    expect(text + page).not.toContain("low numbers are more");
  });
});
