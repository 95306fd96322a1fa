import type { Ast } from '../ast.ts';
import type { Complaint, DiagnosticCode } from '../diagnostics.ts';
import type { Ir, Parameter, Span } from '../ir.ts';
import type { PqlType, QuerySchema } from '../types.ts';
import type { Scope } from './scope.ts';
import { isCondition, typeName } from './types.ts';
import type { Warning, WarningCode } from './warnings.ts';

const IMPLICIT_NAME = /^_i[0-9]+$/;

/** True for the names that implicit item scopes get; a lambda with such a parameter is one. */
export function isImplicitName(name: string): boolean {
  return IMPLICIT_NAME.test(name);
}

/** One check of one query: what was found, and the numbering of variables. */
export class Checking {
  readonly schema: QuerySchema | undefined;
  readonly complaints: Complaint[] = [];
  readonly warnings: Warning[] = [];
  /** Written variables whose names look like implicit ones; implicit numbering must avoid them. */
  readonly imitations = new Set<string>();
  /** Checks an expression; set once by the checker, so that its parts can call each other. */
  readonly expression: (ast: Ast, scope: Scope) => Ir;
  private readonly avoid: ReadonlySet<string>;
  private variables = 0;
  private implicits = 0;

  constructor(
    schema: QuerySchema | undefined,
    avoid: ReadonlySet<string>,
    expression: (checking: Checking, ast: Ast, scope: Scope) => Ir,
  ) {
    this.schema = schema;
    this.avoid = avoid;
    this.expression = (ast, scope) => expression(this, ast, scope);
  }

  error(code: DiagnosticCode, reason: string, span: Span, hint?: string): void {
    const complaint = { kind: 'type', code, reason, span: spanOf(span) } as const;
    this.complaints.push(hint === undefined ? complaint : { ...complaint, hint });
  }

  warn(code: WarningCode, message: string, span: Span): void {
    this.warnings.push({ code, message, ...spanOf(span) });
  }

  /** Numbers a written variable. */
  variable(name: string): Parameter {
    if (isImplicitName(name)) this.imitations.add(name);
    this.variables += 1;
    return { id: this.variables, name };
  }

  /** Numbers and names the item of an implicit scope: `_i1`, `_i2`, … in textual order. */
  implicit(): Parameter {
    do this.implicits += 1;
    while (this.avoid.has(`_i${this.implicits}`));
    this.variables += 1;
    return { id: this.variables, name: `_i${this.implicits}` };
  }

  /** Checks an expression that must be able to stand in a boolean position. */
  condition(ast: Ast, scope: Scope, position: string): Ir {
    const ir = this.expression(ast, scope);
    if (!isCondition(ir.type)) {
      const reason = `argument 1 of ${position} must be Boolean, found ${typeName(ir.type)}`;
      this.error('ARGUMENT_TYPE', reason, ast);
    }
    return ir;
  }

  argumentType(index: number, owner: string, wanted: string, found: PqlType, span: Span): void {
    const reason = `argument ${index} of ${owner} must be ${wanted}, found ${typeName(found)}`;
    this.error('ARGUMENT_TYPE', reason, span);
  }

  operandTypes(op: string, types: readonly PqlType[], span: Span, hint?: string): void {
    const names = types.map(typeName).join(' and ');
    this.error('OPERAND_TYPE', `operator ${op} cannot be applied to ${names}`, span, hint);
  }
}

/** Only the place of a node. */
export function spanOf({ start, end, pointer }: Span): Span {
  return pointer === undefined ? { start, end } : { start, end, pointer };
}
