import { dotted } from '../tenant-fields.ts';
import { typeText } from '../type-text.ts';
import type { Inference } from './infer.ts';

/** An inference as lines for a person; none when there is nothing to tell. */
export function describeInference(inference: Inference): readonly string[] {
  const { documents, fields, problems } = inference;
  const names = fields.map((field) => dotted(field.path));
  const width = Math.max(0, ...names.map((name) => name.length));
  const lines: string[] = [];
  if (fields.length > 0) {
    lines.push(`Inferred ${counted(fields.length, 'field')} from ${counted(documents, 'row')}:`);
    fields.forEach((field, index) => {
      lines.push(`  ${names[index]?.padEnd(width)}  ${typeText(field.node)}`);
    });
  }
  for (const { path, reason } of problems) lines.push(`Not clear: ${dotted(path)}. ${reason}.`);
  return lines;
}

const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
