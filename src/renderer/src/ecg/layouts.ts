import type { LeadInfo } from '../../../shared/contract/library.ts';
import { STANDARD_LEADS, type StandardLead, standardLead } from '../../../shared/leads.ts';
import { invertedLead, sourceOf, standardLeadIndex, type TraceLead } from './lead-sources.ts';
import { strings } from '../language/strings.ts';

export type LayoutName = '3x4' | '6x2' | '12x1' | 'cabrera' | 'strip';

/** A lead over part of the page. `from` and `to` are fractions of the page's time: columns are consecutive time. */
export interface Cell {
  readonly trace: TraceLead;
  readonly from: number;
  readonly to: number;
}

export interface Layout {
  readonly name: LayoutName;
  readonly kind: 'sheet' | 'strip';
  readonly rows: readonly (readonly Cell[])[];
  /** The row whose lane carries the beat labels. */
  readonly labelRow: number;
  readonly minimumRowMillimetres: number;
  /** Rows so close that their leads' names would lie on the traces anywhere but in a margin. */
  readonly namesInMargin: boolean;
  /** Recorded leads this layout has no place for; the footer names them. */
  readonly leftOut: readonly string[];
}

export interface LeadChoice {
  /** Names of the leads a strip shows; all of them where empty. */
  readonly leads: readonly string[];
  /** Name of the rhythm lead; where undefined II, or the first lead there is. */
  readonly rhythmLead?: string | undefined;
  /** Recorded lead the beat labels were made on, where known. */
  readonly labelledLead?: number | undefined;
}

/** A lead of a page; `-aVR` is drawn inverted. */
type SheetLead = StandardLead | '-aVR';

const COLUMNS_3X4: readonly (readonly StandardLead[])[] = [
  ['I', 'II', 'III'],
  ['aVR', 'aVL', 'aVF'],
  ['V1', 'V2', 'V3'],
  ['V4', 'V5', 'V6'],
];
const COLUMNS_6X2: readonly (readonly StandardLead[])[] = [
  ['I', 'II', 'III', 'aVR', 'aVL', 'aVF'],
  ['V1', 'V2', 'V3', 'V4', 'V5', 'V6'],
];
/**
 * The limb leads in the order of their angles in the frontal plane, −30° to 120°: with aVR inverted each lies between its
 * neighbours. Source: Kligfield et al., Circulation 2007;115:1306 (AHA/ACC/HRS recommendations I), "Lead sequence".
 */
const COLUMNS_CABRERA: readonly (readonly SheetLead[])[] = [
  ['aVL', 'I', '-aVR', 'II', 'aVF', 'III'],
  ['V1', 'V2', 'V3', 'V4', 'V5', 'V6'],
];
/** A page of twelve leads makes sense from six of them on: below that most of it would say "not recorded". */
const FEWEST_LEADS_OF_A_SHEET = 6;
/** Up to so many rows there is room for a name above its trace. */
const MOST_ROWS_WITH_NAMES = 6;

/** Whether the recording fills a twelve-lead page well enough, counting leads that can be derived. */
export function suitsSheet(leads: readonly LeadInfo[]): boolean {
  const index = standardLeadIndex(leads);
  const shown = STANDARD_LEADS.filter((name) => sourceOf(name, leads, index).kind !== 'absent');
  return shown.length >= FEWEST_LEADS_OF_A_SHEET;
}

/** The layout to use: the one asked for, or a strip of all leads where a twelve-lead page would be mostly empty. */
export const effectiveLayout = (wanted: LayoutName, leads: readonly LeadInfo[]): LayoutName =>
  wanted !== 'strip' && suitsSheet(leads) ? wanted : 'strip';

export function layOut(name: LayoutName, leads: readonly LeadInfo[], choice: LeadChoice): Layout {
  switch (name) {
    case '3x4': {
      const rows = columnsToRows(COLUMNS_3X4, leads);
      rows.push([{ trace: rhythmTrace(leads, choice.rhythmLead), from: 0, to: 1 }]);
      return sheet(name, rows, leads, 3, 20);
    }
    case '6x2': {
      const rows = columnsToRows(COLUMNS_6X2, leads);
      return sheet(name, rows, leads, labelledRow(rows, choice.labelledLead) ?? 0, 15);
    }
    case '12x1': {
      const rows = columnsToRows([STANDARD_LEADS], leads);
      return sheet(name, rows, leads, labelledRow(rows, choice.labelledLead) ?? 0, 10);
    }
    case 'cabrera': {
      const rows = columnsToRows(COLUMNS_CABRERA, leads);
      return sheet(name, rows, leads, labelledRow(rows, choice.labelledLead) ?? 3, 15);
    }
    case 'strip':
      return strip(leads, choice);
  }
}

/** The row of the lead that the labels were made on, where there is one. */
function labelledRow(rows: readonly (readonly Cell[])[], lead: number | undefined): number | undefined {
  const row = rows.findIndex((cells) => cells.some(({ trace }) => trace.kind === 'recorded' && trace.lead === lead));
  return row < 0 ? undefined : row;
}

function sheet(
  name: LayoutName,
  rows: readonly (readonly Cell[])[],
  leads: readonly LeadInfo[],
  labelRow: number,
  minimumRowMillimetres: number,
): Layout {
  const shown = new Set<number>();
  for (const { trace } of rows.flat()) if (trace.kind === 'recorded') shown.add(trace.lead);
  const leftOut = leads.filter((_, index) => !shown.has(index)).map((lead) => lead.name);
  const namesInMargin = rows.length > MOST_ROWS_WITH_NAMES;
  return { name, kind: 'sheet', rows, labelRow, minimumRowMillimetres, namesInMargin, leftOut };
}

function columnsToRows(columns: readonly (readonly SheetLead[])[], leads: readonly LeadInfo[]): Cell[][] {
  const index = standardLeadIndex(leads);
  const [first = []] = columns;
  return first.map((_, row) =>
    columns.map((column, place) => ({
      trace: traceOf(column[row]!, leads, index),
      from: place / columns.length,
      to: (place + 1) / columns.length,
    })),
  );
}

const traceOf = (
  name: SheetLead,
  leads: readonly LeadInfo[],
  index: ReturnType<typeof standardLeadIndex>,
): TraceLead => (name === '-aVR' ? invertedLead(sourceOf('aVR', leads, index)) : sourceOf(name, leads, index));

function rhythmTrace(leads: readonly LeadInfo[], wanted: string | undefined): TraceLead {
  const chosen = leads.findIndex((lead) => lead.name === wanted);
  if (chosen >= 0) return recorded(leads, chosen);
  const second = standardLeadIndex(leads).get('II');
  if (second !== undefined) return recorded(leads, second);
  // Devices record the lead they trust most first: MLII before V1.
  return leads.length > 0 ? recorded(leads, 0) : { kind: 'absent', name: 'II' };
}

function strip(leads: readonly LeadInfo[], { leads: wanted, labelledLead }: LeadChoice): Layout {
  const all = leads.map((_, index) => index);
  const some = all.filter((index) => wanted.includes(leads[index]!.name));
  const shown = some.length > 0 ? some : all;
  const rows: readonly (readonly Cell[])[] =
    shown.length > 0
      ? shown.map((lead) => [{ trace: recorded(leads, lead), from: 0, to: 1 }])
      : [[{ trace: { kind: 'absent', name: strings.drawn.noLeads }, from: 0, to: 1 }]];
  return {
    name: 'strip',
    kind: 'strip',
    rows,
    labelRow: labelledLead === undefined ? 0 : Math.max(0, shown.indexOf(labelledLead)),
    minimumRowMillimetres: 1,
    namesInMargin: rows.length > MOST_ROWS_WITH_NAMES,
    leftOut: [], // leads not shown are the reader's own choice
  };
}

const recorded = (leads: readonly LeadInfo[], lead: number): TraceLead => {
  const { name } = leads[lead]!;
  return { kind: 'recorded', name: standardLead(name) ?? name, lead };
};

/** The lead an overview of the whole recording is drawn from: the first one chosen, else the rhythm lead. */
export function envelopeLead(leads: readonly LeadInfo[], chosen: readonly string[]): number {
  const wanted = leads.findIndex((lead) => chosen.includes(lead.name));
  if (wanted >= 0) return wanted;
  const rhythm = rhythmTrace(leads, undefined);
  return rhythm.kind === 'recorded' ? rhythm.lead : 0;
}
