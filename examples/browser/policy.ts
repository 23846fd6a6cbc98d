/** What the page may do: its own scripts, styles and workers, WebAssembly, and nothing that leads elsewhere. */
export const POLICY: Readonly<Record<string, string>> = {
  "default-src": "'none'",
  "script-src": "'self' 'wasm-unsafe-eval'",
  "worker-src": "'self'",
  "style-src": "'self'",
  "img-src": "data:",
  "connect-src": "'none'",
  "frame-src": "'none'",
  "base-uri": "'none'",
  "form-action": "'none'",
};

/** The policy as text. `frame-ancestors` counts in a header alone. */
export function policyText(directives: Readonly<Record<string, string>> = POLICY): string {
  return Object.entries(directives)
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join("; ");
}

/**
 * The headers that every answer of the server has: workers take their policy from the answer that held their code. A page that is isolated from
 * others may share memory between threads; one that is not works on one thread.
 */
export function headersOf({ isolated }: { readonly isolated: boolean }): Record<string, string> {
  return {
    "Content-Security-Policy": policyText({ ...POLICY, "frame-ancestors": "'none'" }),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    ...(isolated
      ? { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" }
      : {}),
  };
}
