/** What the comments of a file say about the rules that it exports. */
import ts from 'typescript';

/** An exported rule: a constant with the annotation `Rule<…>`. */
export type DocumentedRule = {
  /** what it is called in the file */
  readonly name: string;
  /** counted from 1 */
  readonly line: number;
  /** the texts of its `rule` fences */
  readonly fences: readonly string[];
  /** what follows `@rule` */
  readonly rules: readonly string[];
  /** what follows `@spec` */
  readonly specs: readonly string[];
};

const isExported = (statement: ts.VariableStatement): boolean =>
  statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;

const isRule = ({ type }: ts.VariableDeclaration): boolean =>
  type !== undefined && ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName) && type.typeName.text === 'Rule';

/** The text of the comment, without its frame of asterisks. */
const commentOf = (statement: ts.Statement, source: ts.SourceFile): string =>
  ts.getJSDocCommentsAndTags(statement)
    .filter(ts.isJSDoc)
    .map((doc) => source.text.slice(doc.pos, doc.end).replace(/^\/\*\*/u, '').replace(/\*\/$/u, '').replaceAll(/^ *\* ?/gmu, ''))
    .join('\n');

const fence = /^```rule\n(?<text>[\s\S]*?)\n```$/gmu;
const tagged = (tag: string, comment: string): readonly string[] =>
  [...comment.matchAll(new RegExp(`^@${tag} +(?<text>.*)$`, 'gmu'))].map(({ groups }) => groups?.['text']?.trim() ?? '');

/** The rules that a file exports, in its order. */
export const documentedRules = (fileName: string, text: string): readonly DocumentedRule[] => {
  const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.ESNext, true);
  return source.statements.filter(ts.isVariableStatement).filter(isExported).flatMap((statement) => {
    const comment = commentOf(statement, source);
    return statement.declarationList.declarations.filter(isRule).map((declaration): DocumentedRule => ({
      name: declaration.name.getText(source),
      line: source.getLineAndCharacterOfPosition(declaration.getStart(source)).line + 1,
      fences: [...comment.matchAll(fence)].map(({ groups }) => groups?.['text'] ?? ''),
      rules: tagged('rule', comment),
      specs: tagged('spec', comment),
    }));
  });
};
