/**
 * The plugin that makes TypeDoc speak mathematics: `rule`, `math` and `dot` fences are set when the pages are made, `@rule`
 * and `@spec` tags are checked and linked, and a page lists all rules. Nothing is loaded from a network, and nothing fails
 * silently: what cannot be set is an error with the name of the thing whose comment it stands in.
 */
import { cpSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Viz } from '@viz-js/viz';
import { instance } from '@viz-js/viz';
import type { Application, CommentDisplayPart, Context, Reflection } from 'typedoc';
import { Converter, DeclarationReflection, DocumentReflection, JSX, ProjectReflection, ReflectionKind, Renderer } from 'typedoc';
import { readSources } from './citations.ts';
import type { Complain } from './rule-index.ts';
import { collectRules, indexPage, linkRules } from './rule-index.ts';
import { setFence } from './typeset.ts';

/** What is used here of a token of markdown-it. */
type Fence = { readonly info: string; readonly content: string };
type RenderFence = (tokens: readonly Fence[], index: number, ...rest: readonly unknown[]) => string;
/** What is used here of the parser of markdown-it. */
type Markdown = { readonly renderer: { readonly rules: { fence: RenderFence } } };

const opening = /^```(?<info>.*)\n(?<text>[\s\S]*?)\n?```$/u;

/** The texts of a comment, a document or the front page. */
const partsOf = (reflection: Reflection): readonly CommentDisplayPart[] => [
  ...(reflection.comment?.summary ?? []),
  ...(reflection.comment?.blockTags.flatMap(({ content }) => content) ?? []),
  ...(reflection instanceof DocumentReflection ? reflection.content : []),
  ...(reflection instanceof ProjectReflection ? (reflection.readme ?? []) : []),
];

/** Complains about every fence that cannot be set, once, though it may stand on several pages. */
const checkFences = (project: ProjectReflection, viz: Viz, complain: Complain): void => {
  const seen = new Set<CommentDisplayPart>();
  for (const reflection of [project, ...Object.values(project.reflections)]) {
    for (const part of partsOf(reflection)) {
      const { info, text } = (part.kind === 'code' && !seen.has(part) ? opening.exec(part.text)?.groups : undefined) ?? {};
      seen.add(part);
      const html = info === undefined || text === undefined ? undefined : setFence(info, text, viz);
      if (html?._tag === 'Left') complain(`${info ?? ''}: ${html.left}`, reflection);
    }
  }
};

const hasComment = (reflection: DeclarationReflection): boolean =>
  reflection.hasComment() || (reflection.signatures?.some((signature) => signature.hasComment()) ?? false);

/** Complains about modules without a comment, and about what they export without one. */
const checkComments = (project: ProjectReflection, complain: Complain): void => {
  const modules = project.getReflectionsByKind(ReflectionKind.Module).filter((reflection) => reflection instanceof DeclarationReflection);
  const exported = [project, ...modules].flatMap(({ children }) => children ?? []);
  for (const reflection of new Set([...modules, ...exported])) {
    if (reflection.kind !== ReflectionKind.Reference && !hasComment(reflection)) complain('no comment says what this is', reflection);
  }
};

const setFences = (markdown: Markdown, viz: Viz): void => {
  const plain = markdown.renderer.rules.fence;
  markdown.renderer.rules.fence = (tokens, index, ...rest) => {
    const { info = '', content = '' } = tokens[index] ?? {};
    const html = setFence(info, content, viz);
    return html?._tag === 'Right' ? html.right : plain(tokens, index, ...rest);
  };
};

/** KaTeX's style sheet and fonts, next to the pages. */
const copyStyles = (output: string): void => {
  const from = dirname(fileURLToPath(import.meta.resolve('katex/dist/katex.min.css')));
  const to = join(output, 'assets', 'katex');
  cpSync(join(from, 'katex.min.css'), join(to, 'katex.min.css'));
  cpSync(join(from, 'fonts'), join(to, 'fonts'), { recursive: true, filter: (path) => !/\.(?:ttf|woff)$/u.test(path) });
};

/** Called by TypeDoc. */
export const load = async (app: Application): Promise<void> => {
  const viz = await instance(); // Graphviz as WebAssembly; from here on, all is synchronous
  const sources = readSources();

  app.on('bootstrapEnd', () => {
    app.options.setValue('markdownItLoader', (markdown: Markdown) => setFences(markdown, viz));
  });

  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, (context: Context) => {
    const { project } = context;
    const complain: Complain = (message, where) => app.logger.error(`${where.getFriendlyFullName()}: ${message}`);
    const rules = collectRules(context, sources, complain);
    linkRules(project, rules, complain);
    const page = indexPage(project, rules);
    context.postReflectionCreation(page, undefined, undefined);
    project.addChild(page);
    checkFences(project, viz, complain);
    checkComments(project, complain);
  });

  app.renderer.hooks.on('head.end', (context) =>
    JSX.createElement('link', { rel: 'stylesheet', href: context.relativeURL('assets/katex/katex.min.css') }),
  );
  app.renderer.on(Renderer.EVENT_END, ({ outputDirectory }) => copyStyles(outputDirectory));
};
