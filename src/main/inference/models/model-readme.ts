import { fileNameOf, HEADS, type ModelCard, type ModelFile, PARTS } from './model-card.ts';
import type * as z from 'zod';

const PURPOSE = {
  pretrained: 'where further training may start from',
  beats: 'classes of beats: N S V F Q',
  findings: 'findings of ten-second recordings with twelve leads',
  waves: 'P, QRS and T',
} as const;

/** A model's card as a page to read, in Markdown; nothing in it that the card does not hold. */
export function readmeOf(card: ModelCard): string {
  const { beatLeadPolicy: leads, calibration, thresholds } = card;
  const most =
    leads.mostLeads === null ? 'all leads' : `at most ${leads.mostLeads} of the leads, those of the best signal`;
  const unknown = leads.unknownLeads === 'read' ? 'are read like any other' : 'are left out';
  const blocks = [
    `# ${card.name} ${card.version}`,
    card.summary,
    `Id: \`${card.id}\`, a digest of the files and of all else that decides what the model says.`,
    '## Files',
    table(
      ['file', 'for', 'parameters', 'bytes', 'SHA-256'],
      PARTS.flatMap((part) => {
        const file: z.infer<typeof ModelFile> | undefined = card.files[part];
        return file
          ? [[fileNameOf(part), PURPOSE[part], grouped(file.parameters), grouped(file.bytes), `\`${file.sha256}\``]]
          : [];
      }),
    ),
    '## Trained on',
    table(
      ['file', 'data', 'records'],
      card.trainedOn.map(({ part, data, records }) => [fileNameOf(part), data, grouped(records)]),
    ),
    '## Measured',
    card.metrics.length === 0
      ? 'Nothing has been measured.'
      : table(
          ['head', 'data', 'measure', 'value', ''],
          card.metrics.map(({ head, data, measure, value, deviation, remark }) => [
            head,
            data,
            measure,
            deviation === undefined ? `${value}` : `${value} ± ${deviation}`,
            remark ?? '',
          ]),
        ),
    '## How its answers are used',
    [
      `- Beats are classified on ${most}; the leads' probabilities become one by their ${leads.join.replace('-', ' ')}.`,
      `  Leads of a name that is none of the twelve ${unknown}.`,
      `- Probabilities are calibrated: ${HEADS.flatMap((head) => {
        const kind = calibration[head]?.kind;
        return kind === undefined ? [] : [`${head} by ${kind} scaling`];
      }).join(', ')}.`,
      `- A finding is suggested from this probability on: ${
        Object.entries(thresholds)
          .map(([finding, threshold]) => `${finding} ${threshold}`)
          .join(', ') || 'one half'
      }.`,
    ].join('\n'),
    '## Limits',
    ['Everything a model says is a suggestion until a qualified reader has confirmed it.', ...card.limits]
      .map((line) => `- ${line}`)
      .join('\n'),
    '## Licences',
    table(
      ['of', 'licence'],
      card.licences.map(({ of, licence }) => [of, licence]),
    ),
  ];
  return `${blocks.join('\n\n')}\n`;
}

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heads, heads.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const grouped = (value: number): string => value.toLocaleString('en-US');
