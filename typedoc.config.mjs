// @ts-check
import { OptionDefaults } from 'typedoc';

/** @type {Partial<import('typedoc').TypeDocOptions>} */
export default {
  name: 'weft',
  entryPoints: ['syntax', 'semantics', 'reduction', 'tracing'],
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
  validation: { notExported: false, invalidLink: true, invalidPath: true, rewrittenLink: true, notDocumented: true, unusedMergeModuleWith: true },
  requiredToBeDocumented: ['Module', 'Function', 'Variable', 'TypeAlias', 'Interface', 'Class', 'Enum', 'EnumMember', 'Method', 'Accessor'],
  treatWarningsAsErrors: true,
  skipErrorChecking: true, // the type checker has a command of its own
  navigation: { includeCategories: true, includeGroups: false, includeFolders: true, compactFolders: true },
  categorizeByGroup: false,
  router: 'structure',
  defaultCategory: 'Modules',
  categoryOrder: ['Documents', 'Indexes', '*'],
};
