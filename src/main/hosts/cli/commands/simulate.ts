import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type StandardLead, standardLead } from '../../../../shared/leads.ts';
import { Problem } from '../../../../shared/problem.ts';
import { writeAnnotations } from '../../../formats/wfdb/annotation-writer.ts';
import { recordNameOf, writeRecord } from '../../../formats/wfdb/record-writer.ts';
import { diskProblem } from '../../../library/damage.ts';
import { presetScenario, PRESETS } from '../../../simulator/presets.ts';
import { simulate as simulateScenario } from '../../../simulator/simulate.ts';
import { number, only, text } from '../arguments.ts';
import type { Command, CommandContext } from '../command.ts';

/** What the truth of a simulated record is written as, beside it. */
const ANNOTATOR = 'sim';
const DAY_SECONDS = 86_400;

export const simulate: Command = {
  name: 'simulate',
  summary: `Makes a synthetic recording as a WFDB record, with its true beats as annotator "${ANNOTATOR}".`,
  usage: 'PRESET --out DIR [--seconds N] [--rate HZ] [--leads I,II,…] [--seed N] [--name NAME]',
  options: {
    out: { type: 'string' },
    seconds: { type: 'string' },
    rate: { type: 'string' },
    leads: { type: 'string' },
    seed: { type: 'string' },
    name: { type: 'string' },
  },
  help: [
    ...PRESETS.map(({ id, title }) => [id, title] as const),
    ['--out DIR', 'the folder to write to; made where there is none'],
    ['--seconds N', 'the length (default: the preset’s own)'],
    ['--rate HZ', 'samples per second, 100–1000'],
    ['--leads I,II,…', 'standard leads'],
    ['--seed N', 'another seed is another patient'],
    ['--name NAME', 'the record’s name (default: the preset)'],
  ],
  run: async (context) => {
    const out = text(context, 'out');
    if (out === undefined) throw new Problem('bad-input', 'Name a folder to write to with --out DIR.');
    const name = text(context, 'name');
    const recording = simulateScenario(
      presetScenario(only(context, 'a preset; "einthoven help simulate" lists them'), {
        name: name === undefined ? undefined : recordNameOf(name),
        seconds: number(context, 'seconds', 1, 14 * DAY_SECONDS),
        rate: number(context, 'rate', 100, 1000),
        seed: number(context, 'seed', 0, Number.MAX_SAFE_INTEGER),
        leads: leadsOf(context),
      }),
    );
    const { header } = recording;
    const folder = resolve(context.cwd, out);
    const record = writeRecord(header, recording.signal(), { name: recordNameOf(header.name) });
    try {
      mkdirSync(folder, { recursive: true });
      const file = openSync(join(folder, record.signalFileName), 'w');
      try {
        const total = header.samples * header.leads.length * 2;
        let written = 0;
        for (const piece of record.signal()) {
          context.signal.throwIfAborted();
          written += writeSync(file, piece);
          context.progress('simulating', written / total);
        }
      } finally {
        closeSync(file);
      }
      const annotations = writeAnnotations(recording.annotations);
      writeFileSync(join(folder, `${recordNameOf(header.name)}.${ANNOTATOR}`), annotations);
      writeFileSync(join(folder, record.headerFileName), record.header());
    } catch (thrown) {
      throw diskProblem(thrown);
    }
    await context.out(`${join(folder, record.headerFileName)}\n`);
    return undefined;
  },
};

function leadsOf(context: CommandContext): StandardLead[] | undefined {
  return text(context, 'leads')
    ?.split(',')
    .map((given) => {
      const lead = standardLead(given);
      if (lead === undefined)
        throw new Problem('bad-input', `The simulator knows the twelve standard leads, not "${given}".`);
      return lead;
    });
}
