import { isBeatCode, mnemonicOf } from '../../../../shared/annotation-codes.ts';
import type { editing as english } from '../en/editing.ts';
import { count, number } from './numbers.ts';
import { trace } from './trace.ts';

/** `312 Schläge`, `Schlag`, `3 Markierungen`. */
const some = (n: number, code: number | undefined): string => {
  const isBeat = code === undefined || isBeatCode(code);
  if (n === 1) return isBeat ? 'Schlag' : 'Markierung';
  return `${number(n)} ${isBeat ? 'Schläge' : 'Markierungen'}`;
};
const letter = (code: number | undefined): string => (code === undefined ? '' : ` ${mnemonicOf(code)}`);
const labels = (n: number): string => count(n, 'Markierung', 'Markierungen');

const LEVELS: Readonly<Record<string, string>> = { clean: 'sauber', noisy: 'verrauscht', unreadable: 'nicht lesbar' };

export const editing: typeof english = {
  editing: {
    blind: 'Schlag, Befund für eine blinde Antwort verdeckt',
    sourceSaid: (letters) => `Quelle: ${letters}`,
    inserted: 'eingefügt',

    toggle: 'Bearbeiten',
    toggleLong: 'Schläge, Rhythmus und Qualität bearbeiten (E)',
    on: 'Bearbeiten',
    leave: 'Bearbeiten beenden',
    bar: 'Bearbeiten',
    active: (mnemonic, description) => `Kennung ${mnemonic}: ${description}`,
    labels: 'Kennungen',
    literal: 'Die nächste Taste ist eine Kennung',
    sought: 'N und P gehen zu',
    soughtKinds: {
      ectopic: 'nicht normal',
      unconfirmed: 'nicht bestätigt',
      label: 'gewählte Kennung',
      rhythm: 'Rhythmuswechsel',
      note: 'Notiz',
    },
    undo: 'Rückgängig',
    redo: 'Wiederholen',
    undoWhat: (what) => `Rückgängig: ${what} (Strg Z)`,
    redoWhat: (what) => `Wiederholen: ${what} (Strg Umschalt Z)`,
    taken: {
      undo: (what) => `Rückgängig gemacht: ${what}`,
      redo: (what) => `Wiederholt: ${what}`,
    },
    asAuthor: (name) => `als ${name}`,
    copyFirst: 'Die erste Änderung legt Ihre eigene Fassung an; die Auswertung bleibt, wie sie ist.',
    versionFirst: (version) => `Fassung ${String(version)} ist signiert: Die nächste Änderung beginnt eine neue.`,
    others: 'Sie haben eigene Annotationen dieser Aufzeichnung.',
    showOwn: 'Eigene zeigen',
    chooseBeginning: (name) =>
      `Das sind die Kennungen von ${name}. Beginnen Sie eine eigene Fassung aus der Auswertung, oder führen Sie diese fort: Wählen Sie in der Leiste zum Bearbeiten (E).`,
    othersLabels: (name) => `Das sind die Kennungen von ${name}.`,
    beginAnew: 'Eigene beginnen',
    continueOthers: 'Diese fortführen',
    notYet:
      'Noch gibt es nichts zu bearbeiten: Warten Sie das Ende der Auswertung ab, oder wählen Sie andere Annotationen.',
    reloaded:
      'Diese Annotationen wurden anderswo geändert und neu geladen. Sehen Sie sie an, dann wiederholen Sie die Änderung.',
    selectFirst: 'Wählen Sie zuerst einen Schlag: mit den Pfeiltasten oder durch Klick auf seine Marke.',
    episodesOutdated:
      'Die Episoden der Auswertung sind ausgeblendet: Schläge oder Rhythmus wurden seitdem geändert. Wählen Sie die Auswertung, um sie zu sehen.',
    whyOfModel: 'Diese Kennung ist vom Befunder: Begründet wird, was das Modell sagt.',
    whyNobody: 'Dafür gibt es keine Begründung: Diese Annotationen sind von keinem Modell.',
    noBeatNear: 'Hier ist kein Schlag in der Nähe: Mit gedrückter Alt-Taste setzen Sie einen genau hierher.',
    noMore: 'Davon gibt es keinen weiteren.',
    markFirst: 'Markieren Sie zuerst einen Bereich: [ am Anfang und ] am Ende.',
    noneInRange: 'Im Bereich gibt es keine Markierungen.',

    name: {
      ask: 'Wer befundet? Jede Änderung trägt Ihren Namen.',
      label: 'Ihr Name',
      save: 'Unter diesem Namen bearbeiten',
      cancel: 'Jetzt nicht',
      change: 'Unter anderem Namen befunden',
    },

    range: {
      label: 'Bereich',
      from: (time) => `von ${time}`,
      to: (time) => `bis ${time}`,
      all: (mnemonic) => `Alle zu ${mnemonic}`,
      only: 'Nur Kennungen',
      anyLabel: 'alle Kennungen',
      confirm: 'Alle bestätigen',
      hide: 'Alle ausblenden',
      rhythm: 'Rhythmus…',
      quality: 'Qualität…',
      clear: 'Bereich aufheben',
      relabelQuestion: (n, mnemonic, already) =>
        already > 0
          ? `${labels(n)} zu ${mnemonic} ändern? ${number(already)} davon ${already === 1 ? 'ist' : 'sind'} es schon.`
          : `${labels(n)} zu ${mnemonic} ändern?`,
      confirmQuestion: (n) => `${labels(n)} bestätigen, wie sie sind?`,
      removeQuestion: (n) => `${labels(n)} ausblenden? Sie lassen sich zurückholen.`,
      offScreen: 'Ein Teil des Bereichs ist nicht zu sehen.',
      yes: {
        relabel: (n) => `${labels(n)} ändern`,
        confirm: (n) => `${labels(n)} bestätigen`,
        remove: (n) => `${labels(n)} ausblenden`,
      },
      no: 'Abbrechen',
    },
    rhythm: {
      lane: 'Rhythmus',
      choose: 'Rhythmus des Bereichs',
      none: 'Wie davor',
      paint: 'Rhythmus setzen',
      remove: 'Entfernen',
      interval: (name, from, to) => `${name}, ${from} bis ${to}`,
      start: (name) => `Beginn: ${name}`,
    },
    quality: {
      lane: 'Qualität',
      choose: 'Signalqualität des Bereichs',
      paint: 'Qualität setzen',
      levels: { clean: 'Einwandfrei', noisy: 'Gestört', unreadable: 'Nicht lesbar' },
    },
    note: {
      label: 'Notiz zu diesem Zeitpunkt',
      save: 'Notiz speichern',
    },

    summary: ({ kind, count: n, fromCode, toCode, state }) => {
      switch (kind) {
        case 'relabel':
          return `${some(n, toCode)}${letter(fromCode)} zu${letter(toCode)} geändert`;
        case 'confirm':
          return `${some(n, toCode)}${letter(toCode)} bestätigt`;
        case 'insert':
          return `${some(1, toCode)}${letter(toCode)} eingefügt`;
        case 'remove':
          return `${some(n, fromCode)}${letter(fromCode)} ausgeblendet`;
        case 'restore':
          return `${some(n, toCode)}${letter(toCode)} zurückgeholt`;
        case 'move':
          return `${some(n, toCode)}${letter(toCode)} verschoben`;
        case 'rhythm':
          return state === undefined ? 'Rhythmus gesetzt' : `Rhythmus gesetzt: ${trace.codes.rhythm(state)}`;
        case 'quality':
          return state === undefined ? 'Signalqualität gesetzt' : `Signalqualität gesetzt: ${LEVELS[state] ?? state}`;
        case 'note':
          return 'Notiz';
        case 'strip':
          return 'Streifen';
        case 'adjudicate':
          return n === 1 ? 'Eine Abweichung entschieden' : `${number(n)} Abweichungen entschieden`;
      }
    },

    review: {
      title: 'Durchsicht',
      about: 'Schlag für Schlag, die unsicheren zuerst. Eine Taste genügt; jede Antwort ist sofort gespeichert.',
      order: 'Reihenfolge',
      orders: { 'least-confident': 'Unsicherste zuerst', class: 'Nach Klasse', time: 'Nach Zeit' },
      blindShare: 'Blind',
      blindLong:
        'Anteil der Schläge, bei denen das Ergebnis der Auswertung verdeckt bleibt, um die Übereinstimmung ehrlich zu messen.',
      percent: (n) => `${number(n)} %`,
      start: 'Durchsicht beginnen',
      stop: 'Durchsicht beenden',
      progress: (done, total) => `${number(done)} von ${number(total)} bestätigt`,
      asked: 'Jetzt gefragt',
      at: (time) => `bei ${time}`,
      unseen: 'Welche Kennung? Das Ergebnis ist verdeckt.',
      stands: 'Stimmt so',
      next: 'Weiter',
      previous: 'Zurück',
      answerWith: (mnemonic) => `Mit ${mnemonic} antworten`,
      blindNeedsLabel: 'Hier wird blind gefragt: Antworten Sie mit einer Kennung.',
      all: 'Alles, was der Plan vorsieht, ist durchgesehen.',
      agreement: 'Übereinstimmung mit der Quelle',
      agreed: (percent, asked) => `${percent} von ${number(asked)}`,
      blindly: 'Blind gefragt',
      openly: 'Offen gefragt',
    },
    signing: {
      title: 'Signatur',
      unsigned: 'Nicht signiert',
      signed: (version) => `Fassung ${String(version)} signiert`,
      by: (signer, time) => `${signer}, ${time}`,
      edited: (version) => `Geändert seit Fassung ${String(version)}`,
      left: (n) => `${labels(n)} ${n === 1 ? 'wurde' : 'wurden'} nicht einzeln bestätigt.`,
      note: 'Bemerkung (freiwillig)',
      ask: 'Signieren…',
      sign: (name) => `Als ${name} signieren`,
      signUnnamed: 'Signieren',
      cancel: 'Abbrechen',
      after: 'Signiertes bleibt unverändert: Spätere Änderungen legen eine neue Fassung an.',
      done: (version, signer) => `Fassung ${String(version)} ist von ${signer} signiert.`,
      nothingNew: 'Diese Fassung ist signiert. Eine Änderung beginnt die nächste.',
      unread: (name) =>
        `${name} ist noch nicht ausgewertet. Sehen Sie diese Aufzeichnung zuerst an, dann signieren Sie.`,
    },
    history: {
      edits: 'Änderungen',
      none: 'Hier wurde nichts geändert.',
      undone: 'rückgängig gemacht',
      acts: { undo: 'Rückgängig', redo: 'Wiederholt' },
      more: 'Ältere zeigen',
      removed: 'Ausgeblendete Schläge',
      restore: 'Zurückholen',
      restoreAll: 'Alle zurückholen',
      versions: 'Signierte Fassungen',
      version: (n) => `Fassung ${String(n)}`,
      show: 'Zeigen',
      goTo: (time) => `Zu ${time} gehen`,
    },
    compare: {
      title: 'Befunde vergleichen',
      first: 'Erster',
      second: 'Zweiter',
      choose: 'Wählen Sie zwei verschiedene Befunde.',
      none: 'Es gibt keine Abweichung.',
      agreed: (n) => `${number(n)} Schläge stimmen überein`,
      notCounted: (n) => `${number(n)} vom anderen Befunder übernommen: nicht gezählt`,
      differ: (n) => count(n, 'Abweichung', 'Abweichungen'),
      decided: (done, all) => `${number(done)} von ${number(all)} entschieden`,
      kinds: 'Arten',
      noBeat: 'kein Schlag',
      open: (n) => `${number(n)} offen`,
      allFirst: 'Alle wie erster',
      allSecond: 'Alle wie zweiter',
      time: 'Zeit',
      decision: 'Entscheidung',
      decisions: { first: 'Erster', second: 'Zweiter', noBeat: 'Kein Schlag', other: 'Andere', undecided: 'offen' },
      takeFirst: (label) => `Erster: ${label}`,
      takeSecond: (label) => `Zweiter: ${label}`,
      otherLabel: 'Andere Kennung',
      go: (time) => `${time} auf der Kurve zeigen`,
      result: 'Entschiedene Fassung zeigen',
      adjudicated: 'entschieden',
    },
    keys: [
      ['e', 'Bearbeiten an und aus'],
      ['N V S …', 'Kennung wählen, mit ihrem WFDB-Buchstaben'],
      [', e', 'Kennung, deren Buchstabe anders belegt ist'],
      ['Enter', 'Dem gewählten Schlag die Kennung geben (auch 5 im Ziffernblock)'],
      ['← →', 'Von Schlag zu Schlag (4 und 6 im Ziffernblock)'],
      ['n p', 'Nächster und voriger der gesuchten Art'],
      ['Leertaste', 'Die Kennung stimmt'],
      ['Entf', 'Schlag ausblenden; er lässt sich zurückholen'],
      ['[ ]', 'Bereich markieren'],
      ['⇧ Enter', 'Alle im Bereich ändern'],
      ['( ~', 'Rhythmus, Qualität des Bereichs'],
      ['"', 'Notiz zu diesem Zeitpunkt'],
      ['Strg Z', 'Rückgängig'],
      ['Strg ⇧ Z', 'Wiederholen'],
    ],
    keysTitle: 'Beim Bearbeiten',
  },
};
