import type {
  BeatFigures,
  BeatsResult,
  FindingsResult,
  TaskResult,
  TrainedResult,
  WavesResult,
} from '../../learning/tasks/results.ts';
import type { Spread } from '../../learning/spread.ts';
import { choice, flag } from './arguments.ts';
import type { CommandContext } from './command.ts';

/** A result as `--json` or as tables. */
export function resultText(context: Pick<CommandContext, 'values'>, result: TaskResult): string {
  if (flag(context, 'json')) return `${JSON.stringify(result, null, 2)}\n`;
  switch (result.kind) {
    case 'trained':
      return trained(result);
    case 'beats':
      return beats(result, choice(context, 'mapping', ['bxb', 'dechazal']));
    case 'findings':
      return findings(result);
    case 'waves':
      return waves(result);
  }
}

function trained({ out, alreadyThere, parameters, steps, records, labels, best, seconds }: TrainedResult): string {
  if (alreadyThere) return `${out} is there already, trained by this very command\n`;
  const found = best ? `; the weights of step ${best.step}, which scored ${best.score.toFixed(3)}` : '';
  const learnt = labels > 0 ? `${records} records, ${labels} labels` : `${records} records`;
  return `${out}: ${parameters} parameters, ${steps} steps on ${learnt} in ${Math.round(seconds)} s${found}\n`;
}

const CLASSES = ['N', 'S', 'V', 'F'] as const;
const COLUMNS = ['N', 'S', 'V', 'F', 'Q', 'missed'] as const;

function beats(result: BeatsResult, wanted: string | undefined): string {
  const report = result.reports.find(({ mapping }) => mapping === (wanted ?? result.reports[0]?.mapping));
  if (!report) return '';
  const perRecord = report.perRecord.map(({ record, byClass }) => [
    record,
    ...CLASSES.flatMap((name) => {
      const { beats: count, f1 } = byClass[name];
      return [String(count), count > 0 || f1.mean >= 0 ? figure(f1) : '–'];
    }),
  ]);
  return [
    heading(result),
    `\nper record: beats and F1 in %, mapping ${report.mapping}\n`,
    table([['record', ...CLASSES.flatMap((name) => [name, 'F1'])], ...perRecord]),
    ...report.groups.map((group) => groupText(group)),
  ].join('');
}

function groupText(group: BeatFigures): string {
  const rows = CLASSES.map((name) => {
    const { beats: count, sensitivity, predictivity, f1 } = group.byClass[name];
    const average = group.averageByClass[name];
    return [
      name,
      String(count),
      figure(sensitivity),
      figure(predictivity),
      figure(f1),
      figure(average.sensitivity),
      figure(average.predictivity),
    ];
  });
  const matrix = ['N', 'S', 'V', 'F', 'Q', 'extra'].map((name, row) => [
    name,
    ...COLUMNS.map((_, column) => String(Math.round(group.matrix[row]?.[column] ?? 0))),
  ]);
  return [
    `\n${group.name}: ${group.records} records; accuracy ${figure(group.accuracy)} % where the commonest class is `,
    `${group.majorityShare.toFixed(1)} %; beats found ${figure(group.detection.sensitivity)} / ${figure(group.detection.predictivity)} %\n`,
    table([['', 'beats', 'Se', '+P', 'F1', 'Se average', '+P average'], ...rows]),
    `reference in rows\n`,
    table([['', ...COLUMNS], ...matrix]),
  ].join('');
}

function findings(result: FindingsResult): string {
  const sets = result.sets.map(({ set, records, macroAuroc, perFinding }) => {
    const rows = perFinding
      .filter(({ positives, records: known }) => positives > 0 && positives < known)
      .map(({ finding, records: known, positives, majorityShare, auroc, sensitivity, predictivity, f1 }) => [
        finding,
        `${positives} of ${known}`,
        figure(auroc, 3),
        figure(sensitivity, 3),
        figure(predictivity, 3),
        figure(f1, 3),
        majorityShare.toFixed(3),
      ]);
    return `\n${set}: ${records} records, macro-AUROC ${figure(macroAuroc, 3)}\n${table([
      ['', 'records', 'AUROC', 'Se', '+P', 'F1', 'majority'],
      ...rows,
    ])}`;
  });
  return `${heading(result)}${sets.join('')}`;
}

function waves(result: WavesResult): string {
  const parts = result.tolerances.map(({ milliseconds, sensitivity, predictivity, points }) => {
    const rows = points.map((one) => [
      `${one.wave} ${one.point}`,
      String(one.reference),
      figure(one.sensitivity),
      figure(one.predictivity),
      figure(one.meanError),
      figure(one.deviation),
    ]);
    return `\nwithin ${milliseconds} ms: Se ${figure(sensitivity)}, +P ${figure(predictivity)} (mean of the six)\n${table(
      [['', 'marks', 'Se %', '+P %', 'error ms', 'SD ms'], ...rows],
    )}`;
  });
  return `${heading(result)}\n${result.records} records\n${parts.join('')}`;
}

function heading({ model, seeds, labels, trainedOn }: BeatsResult | FindingsResult | WavesResult): string {
  const parts = [
    model,
    ...(seeds.length > 1 ? [`seeds ${seeds.join(', ')}: mean ± standard deviation`] : []),
    ...(labels ? [`${Math.round(labels.reduce((sum, one) => sum + one, 0) / labels.length)} labels`] : []),
    ...(trainedOn.length > 0 ? [`TRAINED ON ${trainedOn.length} OF THE RECORDS TESTED`] : []),
  ];
  return `${parts.join('; ')}\n`;
}

const figure = ({ mean, deviation }: Spread, digits = 1): string => {
  if (Number.isNaN(mean)) return '–';
  return Number.isNaN(deviation) ? mean.toFixed(digits) : `${mean.toFixed(digits)} ± ${deviation.toFixed(digits)}`;
};

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  '),
    )
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}
