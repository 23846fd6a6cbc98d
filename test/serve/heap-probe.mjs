// Loaded before the command in a test's process: tells how many bytes the heap holds once garbage is collected.
process.on("message", () => {
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  process.send(heapUsed + external);
});
process.channel.unref();
