import { afterAll, vi } from 'vitest';

// The files of one worker share their modules: one whose loading the end of a file cuts off stays broken for the next.
afterAll(() => vi.dynamicImportSettled());
