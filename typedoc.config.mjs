// @ts-check
import { OptionDefaults } from 'typedoc';

/** @type {Partial<import('typedoc').TypeDocOptions>} */
export default {
  name: 'weft',
  entryPoints: ['syntax', 'semantics', 'scripts', 'reduction', 'evaluation', 'tracing'],
  entryPointStrategy: 'expand',
  projectDocuments: ['docs/*.md', 'docs/decisions/*.md'],
  out: '.build/docs',
  plugin: ['./tools/documentation/plugin.ts'],
  customCss: 'tools/documentation/rules.css',
  highlightLanguages: ['typescript', 'wasm', 'json', 'bash'],
  ignoredHighlightLanguages: ['rule', 'math', 'dot', 'text'],
  blockTags: [...OptionDefaults.blockTags, '@rule', '@spec'],
  inlineTags: [...OptionDefaults.inlineTags, '@rule'],
  notRenderedTags: [...OptionDefaults.notRenderedTags, '@rule'],
  excludeInternal: true,
  disableGit: true,
  disableSources: true,
  // The plugin checks that everything is documented (TypeDoc would ask for a comment on every function inside a type), and
  // test/documents.test.ts that links lead somewhere (TypeDoc knows no folders).
  validation: { notExported: false, invalidLink: true, invalidPath: false, rewrittenLink: true, notDocumented: false, unusedMergeModuleWith: true },
  treatWarningsAsErrors: true,
  skipErrorChecking: true, // the type checker has a command of its own
  navigation: { includeCategories: true, includeGroups: false, includeFolders: true, compactFolders: true },
  categorizeByGroup: false,
  router: 'structure',
  defaultCategory: 'Modules',
  categoryOrder: ['Documents', 'Indexes', 'Decisions', '*'],
};
