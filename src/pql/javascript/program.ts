/** A piece of generated JavaScript, and the names that it reads and that its surroundings must bind. */
export class Js {
  readonly text: string;
  readonly free: ReadonlySet<string>;

  constructor(text: string, free: ReadonlySet<string> = NOTHING) {
    this.text = text;
    this.free = free;
  }
}

const NOTHING: ReadonlySet<string> = new Set();

/** A generated function; gives the piece that calls it. */
export type Call = (...args: readonly Js[]) => Js;

/** Field names that are written into the program; they need no escapes between quotes. */
const PLAIN_NAME = /^[\w$:@./ -]+$/;

/**
 * The JavaScript of one query. Its text consists of templates of the compiler, numbered names and checked field names:
 * whatever else a piece contains, text of the user above all, reaches the program as the value of a parameter.
 */
export class Program {
  private readonly constants = new Map<unknown, string>();
  private readonly definitions: string[] = [];
  private names = 0;

  /** Template of a piece: pieces stand for their text, lists of pieces follow each other, other values are parameters. */
  readonly js = (strings: TemplateStringsArray, ...parts: readonly unknown[]): Js => {
    let text = strings[0] ?? '';
    const free = new Set<string>();
    parts.forEach((part, index) => {
      const piece = part instanceof Js ? part : this.constant(part);
      text += piece.text + (strings[index + 1] ?? '');
      for (const name of piece.free) free.add(name);
    });
    return new Js(text, free);
  };

  /** A name that nothing else has. */
  fresh(): Js {
    this.names += 1;
    return local(`x${this.names}`);
  }

  /** A field name as the key of a member access. */
  key(name: string): Js {
    return PLAIN_NAME.test(name) ? new Js(`"${name}"`) : this.constant(name);
  }

  /** Defines a function of parameters; the other names that its body reads become parameters too. */
  fn(params: readonly Js[], body: Js): Call {
    return this.recursive(params, without(body, params).free, () => body);
  }

  /** Defines a function that calls itself; `free` are the names that its body reads besides the parameters. */
  recursive(params: readonly Js[], free: ReadonlySet<string>, body: (self: Call) => Js): Call {
    this.names += 1;
    const name = `f${this.names}`;
    const call: Call = (...args) => {
      const names = args.flatMap((arg) => [...arg.free]);
      return new Js(`${name}(${[...args.map((arg) => arg.text), ...free].join(', ')})`, new Set([...names, ...free]));
    };
    const parameters = [...params.map((param) => param.text), ...free].join(', ');
    this.definitions.push(`function ${name}(${parameters}) { ${body(call).text} }`);
    return call;
  }

  /** A value that is made once, unless it depends on names that change. */
  once(value: Js): Js {
    if (value.free.size > 0) return value;
    this.names += 1;
    this.definitions.push(`const c${this.names} = ${value.text};`);
    return new Js(`c${this.names}`);
  }

  /** The function without parameters that gives the value of a piece. */
  link<T>(result: Js): () => T {
    const text = `"use strict";\n${this.definitions.join('\n')}\nreturn () => ${result.text};`;
    return new Function(...this.constants.values(), text)(...this.constants.keys());
  }

  private constant(given: unknown): Js {
    const value = typeof given === 'string' ? interned(given) : given;
    const name = this.constants.get(value) ?? `k${this.constants.size}`;
    this.constants.set(value, name);
    return new Js(name);
  }
}

/** The same text as engines keep it for names: most short text of JSON is kept so too, and then compared by its address. */
function interned(text: string): string {
  return Object.keys({ [text]: true })[0] ?? text;
}

/** A variable of the program. */
export function local(name: string): Js {
  return new Js(name, new Set([name]));
}

/** Pieces one after the other. */
export function join(pieces: readonly Js[], separator: string): Js {
  return new Js(pieces.map((piece) => piece.text).join(separator), new Set(pieces.flatMap((piece) => [...piece.free])));
}

/** A piece that binds some names itself. */
export function without(piece: Js, names: readonly Js[]): Js {
  const free = new Set(piece.free);
  for (const { text } of names) free.delete(text);
  return new Js(piece.text, free);
}
