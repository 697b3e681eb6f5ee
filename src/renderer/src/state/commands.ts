import { matchWords } from '../display/match-words.ts';
import { formatDurationBriefly } from '../display/times.ts';
import { leadsText, studyTitle } from '../display/study-facts.ts';
import { strings } from '../language/strings.ts';
import type { ReadingPage } from './pages.ts';
import type { Workbench } from './workbench.svelte.ts';

/** Something the window can do, by its name. */
export interface Command {
  readonly id: string;
  readonly name: string;
  /** What it belongs to: told quietly beside the name, and searched as well. */
  readonly group: string;
  readonly keys?: string | undefined;
  readonly run: () => void;
}

/** What only the window's frame can do. */
export interface FrameActions {
  readonly choose: (what: 'files' | 'folder') => void;
  readonly search: () => void;
  readonly leave: () => void;
  /** Whether a page has anything to show of the study that is open. */
  readonly isOffered: (page: ReadingPage) => boolean;
}

/** Everything that can be done now. */
export function commandsOf(workbench: Workbench, frame: FrameActions): Command[] {
  const { session, view } = workbench;
  const words = strings.palette;
  const isOpen = session.recording !== undefined;
  const row = session.detail?.row;
  const show = (dialog: NonNullable<Workbench['dialog']>) => () => void (workbench.dialog = dialog);
  const command = (group: string, id: string, name: string, run: () => void, keys?: string): Command => ({
    id,
    name,
    group,
    run,
    keys,
  });
  const study: Command[] = [
    ...words.pages.flatMap(([page, name]) =>
      frame.isOffered(page) ? [command(words.groups.show, page, name, () => workbench.showPage(page))] : [],
    ),
    ...words.tabs.map(([tab, name]) => command(words.groups.show, tab, name, () => workbench.showTab(tab))),
    command(
      words.groups.measure,
      'calipers',
      words.calipers,
      () => void (view.calipers.active = !view.calipers.active),
      'C',
    ),
    command(words.groups.study, 'edit', words.edit, () => workbench.editing.trace.toggle(), 'E'),
    command(words.groups.study, 'print', words.print, show('print'), 'Ctrl P'),
    command(
      words.groups.study,
      'next-study',
      strings.shortcuts.entries.next,
      () => workbench.openNeighbour(1),
      'Alt ↓',
    ),
    command(
      words.groups.study,
      'previous-study',
      strings.shortcuts.entries.previous,
      () => workbench.openNeighbour(-1),
      'Alt ↑',
    ),
    ...(row ? [command(words.groups.study, 'sign', words.sign, () => workbench.sign(row))] : []),
    command(words.groups.study, 'leave', strings.study.close, frame.leave, 'Esc'),
    ...words.layouts.map(([layout, name]) =>
      command(words.groups.trace, `layout ${layout}`, name, () => void (view.layout = layout)),
    ),
    command(words.groups.trace, 'faster', words.faster, () => view.stepSpeed(1), '+'),
    command(words.groups.trace, 'slower', words.slower, () => view.stepSpeed(-1), '−'),
    command(words.groups.trace, 'higher', words.higher, () => view.stepGain(1), '↑'),
    command(words.groups.trace, 'lower', words.lower, () => view.stepGain(-1), '↓'),
    command(words.groups.trace, 'start', words.start, () => view.moveTo(0), 'Home'),
    command(words.groups.trace, 'end', words.end, () => view.moveTo(view.samples), 'End'),
    command(words.groups.trace, 'why', words.why, () => workbench.toggleWhy(), 'W'),
    command(words.groups.window, 'worklist', strings.bar.worklist, () => workbench.toggleWorklist(), 'Ctrl B'),
    command(words.groups.window, 'inspector', strings.bar.inspector, () => workbench.toggleInspector(), 'Ctrl I'),
  ];
  return [
    ...(isOpen ? study : []),
    command(words.groups.window, 'learning', words.learning, () => workbench.showLearning()),
    command(words.groups.window, 'search', strings.shortcuts.entries.search, frame.search, '/'),
    command(words.groups.window, 'files', strings.shortcuts.entries.import, () => frame.choose('files'), 'Ctrl O'),
    command(
      words.groups.window,
      'folder',
      strings.shortcuts.entries.importFolder,
      () => frame.choose('folder'),
      'Ctrl ⇧ O',
    ),
    ...(['system', 'light', 'dark'] as const).map((theme) =>
      command(strings.bar.theme, `theme ${theme}`, strings.bar.themes[theme], () =>
        workbench.preferences.change({ theme }),
      ),
    ),
    command(words.groups.window, 'calibrate', strings.bar.calibrate, show('calibration')),
    command(words.groups.window, 'analysis', strings.bar.analysis, show('analysis')),
    command(words.groups.window, 'shortcuts', strings.bar.shortcuts, show('shortcuts'), '?'),
    command(words.groups.window, 'about', strings.bar.about, show('about')),
  ];
}

/** The studies of the list that are loaded, as far as they can be opened. */
export function studyCommands(workbench: Workbench): Command[] {
  return workbench.worklist.rows.flatMap((row): Command[] => {
    if (!row || row.status === 'quarantined') return [];
    const facts = [leadsText(row.leadNames), formatDurationBriefly(row.durationSeconds)].join(' · ');
    return [
      {
        id: `study ${row.id}`,
        name: strings.palette.open(studyTitle(row)),
        group: facts,
        run: () => workbench.open(row),
      },
    ];
  });
}

/** What answers the typed words, best first; what is equally good stays in its order. */
export function foundCommands(commands: readonly Command[], typed: string): Command[] {
  if (typed.trim() === '') return [...commands];
  return commands
    .flatMap((command) => {
      const cost = matchWords(typed, `${command.name} ${command.group}`);
      return cost === undefined ? [] : [{ command, cost }];
    })
    .sort((a, b) => a.cost - b.cost)
    .map(({ command }) => command);
}
