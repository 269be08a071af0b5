/** The rules of a project's doc comments: found, named, cited, linked to, and listed on a page of their own. */
import type { CommentDisplayPart, Context, ProjectReflection, Reflection } from 'typedoc';
import { Comment, CommentTag, DocumentReflection, SignatureReflection } from 'typedoc';
import ts from 'typescript';
import type { Citation, Sources } from './citations.ts';
import { parseCitations } from './citations.ts';

/** A documented rule, or a judgement `J` whose rules are called `J/…`. */
export type RuleEntry = {
  readonly name: string;
  /** what implements it */
  readonly reflection: Reflection;
  readonly comment: Comment;
  readonly citations: readonly Citation[];
};

/** Says what is wrong, and where. */
export type Complain = (message: string, where: Reflection) => void;

const isRuleFence = (part: CommentDisplayPart): boolean => part.kind === 'code' && /^```rule\b/u.test(part.text);

const textOf = (tag: CommentTag): string => Comment.combineDisplayParts(tag.content).trim();

/** The comment of a function stands at its signature; the page is the function's. */
const pageOf = (reflection: Reflection): Reflection => (reflection instanceof SignatureReflection ? reflection.parent : reflection);

const citationsOf = (comment: Comment, where: Reflection, sources: Sources, complain: Complain): readonly Citation[] =>
  comment.getTags('@spec').flatMap((tag) => {
    const citations = parseCitations(sources, textOf(tag));
    if (citations._tag === 'Right') return citations.right;
    complain(citations.left, where);
    return [];
  });

const show = ({ source, file, place }: Citation): string => [source, file, ...(place === undefined ? [] : [place])].join(' ');

/** The text of each citation, as a link to the file. */
const linksTo = (citations: readonly Citation[]): CommentDisplayPart[] =>
  citations.flatMap((citation, i) => [
    { kind: 'text', text: i === 0 ? '' : '; ' },
    { kind: 'inline-tag', tag: '@link', text: show(citation), target: citation.url },
  ]);

/** A doc comment, and the page to which it belongs. */
type Place = { readonly comment: Comment; readonly page: Reflection };

/** The comments of everything that is exported. */
const exportedPlaces = (project: ProjectReflection): readonly Place[] =>
  Object.values(project.reflections).flatMap((reflection) =>
    reflection.comment === undefined ? [] : [{ comment: reflection.comment, page: pageOf(reflection) }],
  );

const isExported = (statement: ts.Statement): boolean =>
  ts.canHaveModifiers(statement) && (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);

/** The comments of rules that only their own module uses: TypeDoc has no page for them, so they belong to the module's. */
const privatePlaces = (context: Context): readonly Place[] =>
  context.programs.flatMap((program) => {
    context.setActiveProgram(program);
    const places = program.getSourceFiles().flatMap((file) => {
      const symbol = program.isSourceFileFromExternalLibrary(file) ? undefined : program.getTypeChecker().getSymbolAtLocation(file);
      const page = symbol && context.getReflectionFromSymbol(symbol);
      if (page === undefined) return [];
      return file.statements.filter((statement) => !isExported(statement)).flatMap((statement) => {
        const comment = context.getNodeComment(statement, false);
        return comment?.getTag('@rule') === undefined ? [] : [{ comment, page }];
      });
    });
    context.setActiveProgram(undefined);
    return places;
  });

const isJudgement = (entry: RuleEntry, rules: readonly RuleEntry[]): boolean =>
  !entry.comment.summary.some(isRuleFence) && rules.some(({ name }) => name.startsWith(`${entry.name}/`));

/** A rule is shown, and has a source. A judgement is shown by its rules. */
const checkRules = (rules: readonly RuleEntry[], complain: Complain): void => {
  for (const entry of rules) {
    if (isJudgement(entry, rules)) continue;
    const { name, comment, citations, reflection } = entry;
    if (!comment.summary.some(isRuleFence)) complain(`@rule ${name} has no fence that shows it`, reflection);
    if (citations.length === 0) complain(`@rule ${name} has no @spec that says where it comes from`, reflection);
  }
};

/**
 * Reads the `@spec` and `@rule` tags of every comment. Citations become links; a rule's fence learns the rule's name,
 * and the rule is grouped by the section that it cites first.
 */
export const collectRules = (context: Context, sources: Sources, complain: Complain): ReadonlyMap<string, RuleEntry> => {
  const rules = new Map<string, RuleEntry>();
  for (const { comment, page } of [...exportedPlaces(context.project), ...privatePlaces(context)]) {
    const citations = citationsOf(comment, page, sources, complain);
    const [tag, second] = comment.getTags('@rule');
    if (tag !== undefined) {
      const name = textOf(tag);
      const fences = comment.summary.filter(isRuleFence);
      if (!/^\S+$/u.test(name)) complain(`@rule '${name}': expected one name`, page);
      if (second !== undefined) complain(`@rule ${name} and @rule ${textOf(second)}: one name for one rule`, page);
      if (rules.has(name)) complain(`@rule ${name} stands twice`, page);
      for (const fence of fences) fence.text = fence.text.replace(/^```rule.*/u, `\`\`\`rule ${name}`);
      if (comment.getTag('@group') === undefined && citations[0] !== undefined) {
        comment.blockTags.push(new CommentTag('@group', [{ kind: 'text', text: citations[0].place ?? citations[0].file }]));
      }
      rules.set(name, { name, reflection: page, comment, citations });
    }
    comment.removeTags('@spec');
    if (citations.length > 0) comment.blockTags.push(new CommentTag('@spec', linksTo(citations)));
  }
  checkRules([...rules.values()], complain);
  return rules;
};

/** Makes links of `{@rule NAME}`, in comments and documents. */
export const linkRules = (project: ProjectReflection, rules: ReadonlyMap<string, RuleEntry>, complain: Complain): void => {
  for (const reflection of Object.values(project.reflections)) {
    const link = (part: CommentDisplayPart): CommentDisplayPart => {
      if (part.kind !== 'inline-tag' || part.tag !== '@rule') return part;
      const name = part.text.trim();
      const rule = rules.get(name);
      if (rule === undefined) {
        complain(`{@rule ${name}} names no documented rule`, reflection);
        return { kind: 'text', text: name };
      }
      return { kind: 'inline-tag', tag: '@link', text: name, target: rule.reflection };
    };
    if (reflection instanceof DocumentReflection) reflection.content = reflection.content.map(link);
    if (reflection.comment === undefined) continue;
    reflection.comment.summary = reflection.comment.summary.map(link);
    for (const tag of reflection.comment.blockTags) tag.content = tag.content.map(link);
  }
};

const byPlace = (a: RuleEntry, b: RuleEntry): number => {
  const key = ({ name, citations: [first] }: RuleEntry): string => `${first === undefined ? '' : show(first)} ${name}`;
  return key(a).localeCompare(key(b), 'en', { numeric: true });
};

/** The page that lists all rules, by text, file and section. */
export const indexPage = (project: ProjectReflection, rules: ReadonlyMap<string, RuleEntry>): DocumentReflection => {
  const text = (words: string): CommentDisplayPart => ({ kind: 'text', text: words });
  const shown = [...rules.values()].filter(({ comment }) => comment.summary.some(isRuleFence)).sort(byPlace);
  const content: CommentDisplayPart[] = [text(`All ${shown.length} rules, by the section of the text from which each one comes.`)];
  let heading = '';
  for (const { name, reflection, comment, citations } of shown) {
    const [first] = citations;
    const section = first === undefined ? 'Without a source' : show(first);
    if (section !== heading) content.push(text(`\n\n## ${section}\n`));
    heading = section;
    content.push(text(`\n\n### ${name}\n\n`), ...comment.summary.filter(isRuleFence), text('\n\n'));
    content.push({ kind: 'inline-tag', tag: '@link', text: reflection.getFullName(), target: reflection });
  }
  return new DocumentReflection('Rules', project, content, { category: 'Indexes' });
};
