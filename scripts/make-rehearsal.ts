import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AAMI_CLASSES, annotationCode } from '../src/shared/annotation-codes.ts';
import { readBeatRecord, recordNames } from '../src/main/learning/beats/beat-sets.ts';
import { rehearsalStretches } from '../src/main/learning/clinic/make-rehearsal.ts';
import {
  REHEARSAL_PARTS,
  type RehearsalPart,
  type RehearsalStretch,
  writeRehearsal,
} from '../src/main/learning/clinic/rehearsal-file.ts';
import { DS1, isApartInSvdb } from '../src/main/learning/splits.ts';

// Makes resources/rehearsal: what trainings in a clinic rehearse and what their gate compares models on.
// usage: node scripts/make-rehearsal.ts [.data]
const [root = '.data'] = process.argv.slice(2);
const out = 'resources/rehearsal';

/** DS1 records of the gate: atrial fibrillation (203), bundle branch block and S (118), many V (106, 223), S (209), few of either (114). */
const REFERENCE: readonly string[] = ['106', '114', '118', '203', '209', '223'];
const WATCH: readonly string[] = ['119', '220'];

const partInMitdb = (record: string): RehearsalPart =>
  REFERENCE.includes(record) ? 'reference' : WATCH.includes(record) ? 'watch' : 'train';
const partInSvdb = (index: number): RehearsalPart =>
  index % 4 === 1 ? 'reference' : index % 8 === 0 ? 'watch' : 'train';

const COUNT: Readonly<Record<string, Readonly<Record<RehearsalPart, number>>>> = {
  mitdb: { train: 10, watch: 4, reference: 8 },
  svdb: { train: 3, watch: 2, reference: 5 },
};

const stretches: RehearsalStretch[] = [];
const svdb = recordNames(join(root, 'svdb')).filter((name) => !isApartInSvdb(Number(name)));
for (const [set, names] of [
  ['mitdb', DS1],
  ['svdb', svdb],
] as const) {
  for (const [index, name] of names.entries()) {
    const part = set === 'mitdb' ? partInMitdb(name) : partInSvdb(index);
    const record = readBeatRecord(join(root, set), set, name);
    stretches.push(...rehearsalStretches(record, part, COUNT[set]?.[part] ?? 0));
  }
}
const bytes = writeRehearsal(stretches);
mkdirSync(out, { recursive: true });
writeFileSync(join(out, 'rehearsal.ecg'), bytes);

const rows = REHEARSAL_PARTS.map((part) => {
  const own = stretches.filter((stretch) => stretch.part === part);
  const classes = AAMI_CLASSES.map((name) =>
    own.reduce((sum, { code }) => sum + code.filter((one) => annotationCode(one)?.aami === name).length, 0),
  );
  const records = new Set(own.map(({ record }) => record)).size;
  return `| ${[part, records, own.length, ...classes].join(' | ')} |`;
});
writeFileSync(
  join(out, 'README.md'),
  `# What trainings rehearse

\`rehearsal.ecg\` holds stretches of 30 s of one lead each, with the classes of their beats, from two public databases
(PhysioNet, Open Data Commons Attribution License 1.0):

- Moody GB, Mark RG. The impact of the MIT-BIH Arrhythmia Database. IEEE Eng in Med and Biol 20(3):45-50 (2001).
  doi 10.13026/C2F305
- Greenwald SD, Patil RS, Mark RG. Improved detection and classification of arrhythmias in noise-corrupted
  electrocardiograms using contextual information. Computers in Cardiology 17:461-464 (1990): the MIT-BIH Supraventricular
  Arrhythmia Database. doi 10.13026/C2V30W

The signals were filtered to 0.67–40 Hz, resampled to 250 Hz and reduced to 8 bits. No record is in two parts. \`train\` is
rehearsed while a model is fine-tuned, \`watch\` is looked at meanwhile, \`reference\` is what the gate compares models on.
Only training records are used: DS1 of MIT-BIH, and of svdb none of those kept apart. The shipped model has learned from
all of them, the \`reference\` too: so the gate shows what a training makes it forget, and favours the model before.

| part | records | stretches | N | S | V | F | Q |
|---|---|---|---|---|---|---|---|
${rows.join('\n')}

Made by \`node scripts/make-rehearsal.ts\`: ${bytes.length.toLocaleString('en-US')} bytes.
`,
);
process.stdout.write(`${stretches.length} stretches, ${bytes.length} bytes\n${rows.join('\n')}\n`);
