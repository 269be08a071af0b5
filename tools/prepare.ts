/**
 * After installation: runs a command once, so that the modules that it needs are compiled (see cli/command/start.ts) before
 * anyone waits for them. If that fails, the command will say why when it is run.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const project = join(import.meta.dirname, '..');
spawnSync(process.execPath, [join(project, 'cli', 'trace.ts'), join(project, 'examples', 'generator.wat')], { stdio: 'ignore' });
