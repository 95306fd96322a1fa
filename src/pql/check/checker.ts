import type { Ast } from '../ast.ts';
import type { Complaint } from '../diagnostics.ts';
import type { Ir } from '../ir.ts';
import type { QuerySchema } from '../types.ts';
import { Checking } from './checking.ts';
import { checkExpression } from './expressions.ts';
import { bindRoot, rootScope, type Scope } from './scope.ts';
import { ANY, isCondition, objectOf, typeName } from './types.ts';
import type { Warning } from './warnings.ts';

export interface CheckOptions {
  /** The union schemas; without them every path has an unknown type (schema-less mode). */
  readonly schema?: QuerySchema;
  /** Demands a result that can decide membership: Boolean, List or unknown. */
  readonly resultCheck?: boolean;
}

export interface Checked {
  /** Absent if there is any complaint. */
  readonly ir?: Ir;
  readonly complaints: readonly Complaint[];
  readonly warnings: readonly Warning[];
}

/** Resolves names, checks types and translates to the intermediate representation (pql.md sections 4, 5 and 11). */
export function checkAst(ast: Ast, options: CheckOptions = {}): Checked {
  const first = checkOnce(ast, options, new Set());
  return first.imitations.size === 0 ? first : checkOnce(ast, options, first.imitations);
}

function checkOnce(ast: Ast, options: CheckOptions, avoid: ReadonlySet<string>) {
  const checking = new Checking(options.schema, avoid, checkExpression);
  const type = options.schema === undefined ? ANY : objectOf(options.schema.root);
  const { body, scope } = query(checking, ast, rootScope(type));
  const ir = checking.expression(body, scope);
  const { complaints, warnings, imitations } = checking;
  if (complaints.length === 0 && options.resultCheck === true && !isCondition(ir.type)) {
    checking.error('RESULT_TYPE', `expression must be boolean, found ${typeName(ir.type)}`, ast);
  }
  return complaints.length === 0 ? { ir, complaints, warnings, imitations } : { complaints, warnings, imitations };
}

/** `(P) => body` names the profile for the whole query. */
function query(checking: Checking, ast: Ast, scope: Scope): { readonly body: Ast; readonly scope: Scope } {
  if (ast.kind !== 'lambda') return { body: ast, scope };
  const [param] = ast.params;
  if (param === undefined || ast.params.length > 1) {
    checking.error('LAMBDA', `a query takes 1 parameter, got ${ast.params.length}`, ast);
    return { body: ast.body, scope };
  }
  return { body: ast.body, scope: bindRoot(scope, param.name) };
}
