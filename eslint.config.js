import tseslint from 'typescript-eslint';
import { restrictedSyntax } from './scripts/restrictedSyntax.js';

export default tseslint.config(
  { ignores: ['.tools', 'out', 'dist', 'dist-companion', 'node_modules'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      'max-params': ['error', 3],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    // What nobody waits for goes through Log.unawaited, or says what becomes of its failure.
    files: ['src/**/*.ts', 'companion/**/*.ts'],
    rules: { '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: false }], 'no-void': 'error' },
  },
  // Rows of tables become parameters, and fakes are taken apart into their functions.
  { files: ['test/**/*.ts'], rules: { 'max-params': 'off', '@typescript-eslint/unbound-method': 'off' } },
  // Its output is what the page that started it reads.
  { files: ['test/support/hostHarness.ts'], rules: { 'no-console': 'off' } },
  ...restrictedSyntax,
);
