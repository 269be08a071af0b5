/**
 * What the modules of scripts may import from the start.
 * @module
 */
import type { HostModule } from '../../evaluation/engine.ts';
import { spectest } from '../../evaluation/hosts/spectest.ts';

/** By the evaluator. */
export const EVALUATOR_HOSTS: readonly HostModule[] = [{ name: 'spectest', allocate: spectest }];
