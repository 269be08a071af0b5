import { threaded } from './programs.ts';
import { threadsCompared } from './report.ts';
import { cells } from '../evaluation/report.ts';
for (const t of threaded) if (!process.argv[2] || t.name.includes(process.argv[2])) console.log(cells(await threadsCompared(t, Number(process.argv[3]??9))).join('  '));
