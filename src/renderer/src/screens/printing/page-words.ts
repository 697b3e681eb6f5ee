import type { ReadingResult } from '../../../../shared/contract/analysis.ts';
import { formatProbability } from '../../display/numbers.ts';
import { ageAndSex, studyTitle } from '../../display/study-facts.ts';
import { formatStatedTime } from '../../display/times.ts';
import { UNKNOWN } from '../../display/unknown.ts';
import type { PageWords } from '../../ecg/print/print-painter.ts';
import { strings } from '../../language/strings.ts';
import { findingName, orderFindings } from '../../state/findings.ts';
import { figure, type FigureName } from '../../state/measured-figures.ts';
import type { Workbench } from '../../state/workbench.svelte.ts';

const JOINT = ' · ';

/** What is asked of the workbench. */
interface Printed {
  readonly session: Pick<Workbench['session'], 'detail'> & {
    readonly result: Pick<ReadingResult, 'findings'> | undefined;
  };
  readonly measurements: Pick<Workbench['measurements'], 'value'>;
}

/**
 * What stands on every page: whose recording, which, what was measured, what was suggested, and what the page is not for.
 */
export function pageWords({ session, measurements }: Printed, version: string, now: Date): PageWords {
  const words = strings.printing;
  const row = session.detail?.row;
  const stated = row
    ? [
        ageAndSex(row),
        row.patientId === undefined || row.patientId === studyTitle(row) ? UNKNOWN : words.id(row.patientId),
        row.recordName,
        formatStatedTime(row.recordedAt),
        row.synthetic ? strings.facts.synthetic : UNKNOWN,
      ]
    : [];
  return {
    patient: row ? studyTitle(row) : '',
    facts: [
      stated.filter((fact) => fact !== UNKNOWN && fact !== '').join(JOINT),
      measured(row ?? {}, measurements),
      suggested(session),
    ],
    printed: words.printed(localTime(now), version),
    use: words.use,
    pageOf: words.preview,
  };
}

function measured(person: Parameters<typeof figure>[2], { value }: Printed['measurements']): string {
  if (!value) return '';
  const { rate, pr, qrs, qt, axes } = strings.measurements;
  const groups: readonly (readonly [label: string, names: readonly FigureName[]])[] = [
    [rate, ['rate']],
    [pr, ['pr']],
    [qrs, ['qrs']],
    [qt, ['qt', 'qtcFridericia']],
    [axes, ['pAxis', 'qrsAxis', 'tAxis']],
  ];
  const texts = groups.map(([label, names]) => {
    const figures = names.map((name) => figure(name, value, person));
    return `${label} ${figures.map(({ text }) => text).join('/')} ${figures[0]?.unit ?? ''}`.trim();
  });
  return [...texts, strings.printing.automatic].join(JOINT);
}

/** What a model suggests, said to be that: on paper nobody can ask where a sentence comes from. */
function suggested({ detail, result }: Printed['session']): string {
  const statements = orderFindings(result?.findings ?? []).filter((finding) => finding.suggested);
  if (statements.length === 0) return '';
  const names = statements.map(
    ({ finding, probability }) => `${findingName(finding)} ${formatProbability(probability)}`,
  );
  const { statements: label, unconfirmed } = strings.measurements;
  const state = detail?.row.status === 'signed' ? '' : ` (${unconfirmed.toLocaleLowerCase()})`;
  return `${label}${state}: ${names.join(JOINT)}`;
}

const two = (value: number): string => String(value).padStart(2, '0');
const localTime = (now: Date): string =>
  `${String(now.getFullYear())}-${two(now.getMonth() + 1)}-${two(now.getDate())} ${two(now.getHours())}:${two(now.getMinutes())}`;
