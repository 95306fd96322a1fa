import { mayBeAbsent } from '../check/chain.ts';
import { neededEvents } from '../interpreter/chain.ts';
import type { Chain, ChainElement, Ir } from '../ir.ts';
import { epochOf } from '../values/time-text.ts';
import { timeRefsOf, walk } from '../walk.ts';
import { ChainSearch, type Step } from './chain-search.ts';
import type { Compiler } from './compiler.ts';
import { readField } from './paths.ts';
import { type Call, type Js, join } from './program.ts';
import { storedEvents } from './sources.ts';
import { compileReferences, compileTimeTest } from './time.ts';

/** Compiles a chain to an ordered search that remembers where it failed (pql.md section 9.2). */
export function compileChain(compiler: Compiler, chain: Chain): Js {
  const { program, js, frame } = compiler;
  for (const element of chain.elements) compiler.bindLabel(element.labelId);
  const { collection } = chain;
  const stored = collection.kind === 'events' ? storedEvents(compiler) : compiler.value(collection);
  const search = new ChainSearch(
    frame,
    chain.elements.map((element) => stepOf(chain, element)),
  );
  const time = chain.timestamp.reduce((event, name) => readField(compiler, event, name), js`v`);
  const tests = chain.elements.map((element) => ({ element, what: compileWhat(compiler, element) }));
  const relevant = tests.map(({ element, what }) => (saysAlone(chain, element) ? what(js`v`) : js`true`));
  const fits = tests.map(({ element, what }) => {
    const when = compileWhen(compiler, element);
    return js`(v, t) => ${what(js`v`)} && ${when}`;
  });
  const conditions = program.once(js`[${join(fits, ', ')}]`);
  const body = js`
    const list = ${frame}.elements(${stored});
    ${search}.begin();
    try {
      for (let at = 0; at < list.length; at += 1) {
        const v = list[at];
        if (${join(relevant, ' || ')}) ${search}.add(v, ${epochOf}(${time}));
      }
      return ${search}.holds(${conditions});
    } finally {
      ${search}.end();
    }`;
  return program.fn([], body)();
}

/** Whether an event has what an element asks for, apart from its time. */
function compileWhat(compiler: Compiler, { item, what, where }: ChainElement): Call {
  const { program, js } = compiler;
  const conditions = [what, ...(where === undefined ? [] : [where])].map((ir) => compiler.condition(ir));
  return program.fn([compiler.variable(item.id)], js`return ${join(conditions, ' && ')};`);
}

/** Whether the event `v` has its time `t` where an element asks for it. */
function compileWhen(compiler: Compiler, { item, when }: ChainElement): Js {
  const { program, js } = compiler;
  if (when === undefined) return js`true`;
  const test = compileTimeTest(compiler, when, compileReferences(compiler, when));
  return program.fn([compiler.variable(item.id), js`t`], js`return ${test};`)(js`v`, js`t`);
}

function stepOf(chain: Chain, element: ChainElement): Step {
  return {
    element,
    counts: mayBeAbsent(element),
    needed: neededEvents(element),
    uses: labelsUsed(chain, element),
    bound: chain.elements.some((other) => labelsUsed(chain, other).includes(element.labelId)),
  };
}

/** Whether an element says without looking at other events what it asks for, apart from its time. */
function saysAlone(chain: Chain, { label, labelId, item, what, where, span }: ChainElement): boolean {
  const timeless = { label, labelId, item, what, ...(where !== undefined && { where }), span };
  return labelsUsed(chain, timeless).length === 0;
}

function labelsUsed(chain: Chain, element: ChainElement): readonly number[] {
  const used = new Set<number>();
  const visit = (node: Ir): void => {
    if (node.kind === 'variable') used.add(node.id);
    const tests = node.kind === 'occurs' ? [node.test] : [];
    if (node.kind === 'chain') tests.push(...node.elements.flatMap(({ when }) => (when === undefined ? [] : [when])));
    for (const test of tests) for (const label of labelRefs(test)) used.add(label);
  };
  walk({ ...chain, elements: [element] }, visit);
  return chain.elements.map((other) => other.labelId).filter((id) => used.has(id));
}

function labelRefs(test: Parameters<typeof timeRefsOf>[0]): readonly number[] {
  return timeRefsOf(test).flatMap((reference) => (reference.kind === 'label' ? [reference.id] : []));
}
