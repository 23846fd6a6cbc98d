/** A format of bodies. */
export type Format = "json" | "jsonlines" | "csv" | "npy";

/** A media type and its parameters, in lower case. */
export interface MediaType {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const FORMATS: ReadonlyMap<string, Format> = new Map([
  ["application/json", "json"],
  ["application/x-json", "json"],
  ["application/jsonlines", "jsonlines"],
  ["application/x-jsonlines", "jsonlines"],
  ["application/x-ndjson", "jsonlines"],
  ["text/csv", "csv"],
  ["application/x-npy", "npy"],
]);

/** The media types that are sent. */
export const MEDIA_TYPES: Readonly<Record<Format, string>> = {
  json: "application/json",
  jsonlines: "application/jsonlines",
  csv: "text/csv; charset=utf-8",
  npy: "application/x-npy",
};

/** Reads a Content-Type. */
export function mediaType(text: string): MediaType {
  const [type = "", ...rest] = text.split(";").map((part) => part.trim().toLowerCase());
  const parameters = rest.map((part): [string, string] => {
    const [name = "", value = ""] = part.split("=");
    return [name.trim(), value.trim().replace(/^"|"$/g, "")];
  });
  return { type, parameters: new Map(parameters) };
}

/** The format of a media type. */
export function formatOf({ type }: MediaType): Format | undefined {
  return FORMATS.get(type);
}

/** The format that an Accept header asks for first, `fallback` where it takes anything; undefined where none of its types is known. */
export function accepted(
  accept: string,
  fallback: Format,
): { readonly format: Format; readonly media: MediaType } | undefined {
  const wanted = accept.split(",", 16).map(mediaType);
  if (accept.trim() === "") return { format: fallback, media: mediaType("") };
  for (const media of wanted) {
    const format = formatOf(media) ?? (/^(\*|text|application)\/\*$/.test(media.type) ? fallback : undefined);
    if (format !== undefined) return { format, media };
  }
  return undefined;
}
