const [SPACE, TAB, LINE_FEED, RETURN] = [0x20, 0x09, 0x0a, 0x0d];
const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Rewrites a JSON array as lines, one an element. Elements are not checked: whoever parses the lines does. */
export async function* arrayToLines(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  let depth = 0;
  let inString = false;
  let escaped = false;
  for await (const bytes of source) {
    const output = Buffer.from(bytes);
    for (let index = 0; index < output.length; index++) {
      const byte = output[index];
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) inString = false;
        // Not allowed inside a text; the line must stay one, and stay wrong.
        if (byte === LINE_FEED) output[index] = RETURN;
      } else if (byte === QUOTE) inString = true;
      else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
        depth += 1;
        if (depth === 1) output[index] = SPACE;
      } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) {
        depth -= 1;
        if (depth === 0) output[index] = SPACE;
      } else if (byte === COMMA && depth === 1) output[index] = LINE_FEED;
      else if (byte === LINE_FEED) output[index] = SPACE;
    }
    yield output;
  }
}

/** Whether the content begins as a JSON array; undefined while there is only white space. */
export function beginsArray(bytes: Uint8Array): boolean | undefined {
  const first = bytes.find((byte) => byte !== SPACE && byte !== TAB && byte !== LINE_FEED && byte !== RETURN);
  return first === undefined ? undefined : first === OPEN_LIST;
}
