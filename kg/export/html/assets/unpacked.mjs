// The text of an element of the page, which may be compressed.

export async function unpacked(element) {
  const text = element.textContent;
  if (element.dataset.encoding !== "gzip") return text;
  if (!globalThis.DecompressionStream) throw new Error("This browser is too old to unpack a graph of this size.");
  const packed = atob(text);
  const bytes = new Uint8Array(packed.length);
  for (let i = 0; i < packed.length; i += 1) bytes[i] = packed.charCodeAt(i);
  // Not the stream of a Blob: WebKit does not read those of a page that is opened from a file.
  const stream = new ReadableStream({ start(it) { it.enqueue(bytes); it.close(); } });
  return new Response(stream.pipeThrough(new DecompressionStream("gzip"))).text();
}
