// node --import: puts spdlog.mjs in the place of the native module.

import { registerHooks } from 'node:module';

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '@vscode/spdlog'
      ? { url: new URL('./spdlog.mjs', import.meta.url).href, shortCircuit: true }
      : next(specifier, context),
});
