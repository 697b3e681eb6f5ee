import { Problem } from '../../../../shared/problem.ts';
import { type Lead, MISSING_SAMPLE } from '../../../../shared/recording.ts';
import type { RecordingReader } from '../../../formats/format.ts';
import { filePath, number, only, text } from '../arguments.ts';
import type { Command, CommandContext } from '../command.ts';
import { mappingHelp, mappingOf, mappingOptions } from '../mapping-options.ts';
import { openRecording } from '../../../formats/registry.ts';
import { openPicked } from '../../../files/file-source.ts';

const MILLIVOLTS_PER_UNIT: Readonly<Record<string, number>> = { mV: 1, uV: 1e-3, µV: 1e-3, V: 1e3, nV: 1e-6 };

export const signal: Command = {
  name: 'signal',
  summary: 'Prints the samples of one lead as CSV: sample,millivolts.',
  usage: 'FILE --lead NAME [--from SECONDS] [--to SECONDS]',
  options: { lead: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' }, ...mappingOptions },
  help: [
    ['--lead NAME', 'the lead, as "einthoven info" names it'],
    ['--from SECONDS', 'start (default 0)'],
    ['--to SECONDS', 'end, not included (default: the end of the recording)'],
    ...mappingHelp,
  ],
  run: async (context) => {
    const reader = openRecording(openPicked(filePath(context, only(context, 'a file'))), {
      mapping: mappingOf(context),
    });
    try {
      await print(context, reader);
    } finally {
      reader.close();
    }
    return undefined;
  },
};

async function print(context: CommandContext, reader: RecordingReader): Promise<void> {
  const { index, lead } = leadOf(context, reader);
  const scale = MILLIVOLTS_PER_UNIT[lead.unit];
  if (scale === undefined) {
    throw new Problem('unsupported', `Lead ${lead.name} is in ${lead.unit}, which cannot be shown in millivolts.`);
  }
  const from = Math.round((number(context, 'from', 0, 1e9) ?? 0) * lead.rate);
  const to = Math.min(lead.samples, Math.round((number(context, 'to', 0, 1e9) ?? Infinity) * lead.rate));
  await context.out('sample,millivolts\n');
  for (const block of reader.signal()) {
    context.signal.throwIfAborted();
    if (block.lead !== index || block.start + block.samples.length <= from) continue;
    if (block.start >= to) break;
    let rows = '';
    for (let at = Math.max(from, block.start); at < Math.min(to, block.start + block.samples.length); at++) {
      const value = block.samples[at - block.start] ?? MISSING_SAMPLE;
      rows += `${at},${value === MISSING_SAMPLE ? '' : millivolts(((value - lead.baseline) / lead.gain) * scale)}\n`;
    }
    await context.out(rows);
    context.progress('printing', (block.start + block.samples.length - from) / (to - from));
  }
}

/** Six decimals are a nanovolt: finer than any gain in use. */
const millivolts = (value: number): string => String(Number(value.toFixed(6)));

function leadOf(context: CommandContext, { header }: RecordingReader): { index: number; lead: Lead } {
  const names = header.leads.map((lead) => lead.name);
  const wanted = text(context, 'lead');
  if (wanted === undefined) throw new Problem('bad-input', `Name a lead with --lead: ${names.join(', ')}.`);
  const exact = names.indexOf(wanted);
  const index = exact >= 0 ? exact : names.findIndex((name) => name.toLowerCase() === wanted.toLowerCase());
  const lead = header.leads[index];
  if (!lead) throw new Problem('not-found', `There is no lead "${wanted}" here; there are ${names.join(', ')}.`);
  return { index, lead };
}
