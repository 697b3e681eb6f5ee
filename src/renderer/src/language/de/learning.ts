import type {
  LearningDecision,
  LearningJob,
  LearningKind,
  LearningRemark,
} from '../../../../shared/contract/learning.ts';
import type { FallWords } from '../en/learning.ts';
import { learningSentences } from './learning-sentences.ts';
import { count, number } from './numbers.ts';

type Remarks = Readonly<Record<LearningRemark['code'], (about: { aamiClass: string; count: string }) => string>>;

const kinds: Readonly<Record<LearningKind, string>> = {
  finetune: 'Training mit Korrekturen',
  adapt: 'Anpassung an eine Aufzeichnung',
  pretrain: 'Vortraining',
  evaluate: 'Vergleich',
};

const remarks: Remarks = {
  'no-labels': () =>
    'Noch hat niemand einen Schlag bestätigt oder korrigiert. Öffnen Sie eine Studie, schalten Sie mit E die Bearbeitung ein und beantworten Sie die Durchsicht: 20 Schläge genügen für einen Versuch.',
  'one-class': () =>
    'Alle Kennungen gehören zu einer Klasse: Daran lässt sich nichts unterscheiden. Korrigieren Sie einige Schläge einer anderen Klasse, etwa in der Durchsicht.',
  'class-absent': ({ aamiClass }) => `Keine Kennung der Klasse ${aamiClass}: Das Modell behält, was es davon weiß.`,
  'class-few': ({ aamiClass, count: n }) =>
    `Wenige Kennungen der Klasse ${aamiClass} (${n}): Davon wird wenig gelernt. Mehr liefert die Durchsicht, die unsichersten zuerst.`,
  'no-held-out': () =>
    'Kein Patient ist zurückgestellt, die eigenen Aufzeichnungen können das Ergebnis also nicht beurteilen; der Referenzsatz tut es. Kennungen eines weiteren Patienten ändern das.',
  'held-out-few': ({ aamiClass, count: n }) =>
    `Wenige Kennungen der Klasse ${aamiClass} bei zurückgestellten Patienten (${n}): Was sie dort über das Ergebnis sagen, bleibt unsicher.`,
  'held-out-early': ({ count: n }) =>
    `${n} Kennungen zurückgestellter Patienten beurteilen nichts: Von Aufzeichnungen über zehn Minuten zählen die ersten fünf nicht (EC57). Kennzeichnen Sie Schläge danach.`,
  'one-patient': () =>
    'Alle Kennungen stammen von einem Patienten. Für ihn kann das Modell besser werden; ob für andere, sagt nur der Referenzsatz.',
  'patients-not-stated': ({ count: n }) =>
    `${n} Studien nennen keinen Patienten: Jede zählt als einer, außer sie enthält dasselbe Signal wie eine andere. Aufzeichnungen eines Patienten können dann auf beiden Seiten stehen; ein Ergebnis sieht dadurch besser aus, als es ist.`,
  'no-signal': () => 'Einige Aufzeichnungen haben keine Ableitung, die das Modell lesen kann. Sie bleiben weg.',
  'outside-labels-left-out': () =>
    'Aus Kennungen nach den ersten Minuten wird nicht gelernt; sie bleiben, wie sie sind.',
  shortened: () => 'Einige Aufzeichnungen sind sehr lang; nur aus einem Teil davon wird gelernt.',
  'rehearsal-missing': () =>
    'Der mitgelieferte Übungssatz fehlt; was das Modell über andere Patienten weiß, kann verloren gehen. Installieren Sie Einthoven neu, um ihn zurückzubekommen.',
  'model-damaged': () =>
    'Das verwendete Modell ist beschädigt, und kein anderes tritt an seine Stelle; es gibt also keines, das weiter trainiert werden könnte. Installieren Sie Einthoven neu.',
};

const decisions: Readonly<Record<LearningDecision['kind'], string>> = {
  promote: 'Eingesetzt',
  refuse: 'Abgelehnt',
  'roll-back': 'Zurückgekehrt',
  import: 'Importiert',
  export: 'Exportiert',
};

const states: Readonly<Record<LearningJob['state'], string>> = {
  queued: 'Wartet',
  running: 'Läuft',
  paused: 'Angehalten',
  done: 'Fertig',
  failed: 'Fehlgeschlagen',
  cancelled: 'Abgebrochen',
};

const stages: Readonly<Record<LearningJob['stage'], string>> = {
  waiting: 'Wartet, bis es an der Reihe ist',
  reading: 'Liest die Aufzeichnungen',
  training: 'Trainiert',
  comparing: 'Vergleicht mit dem verwendeten Modell',
  keeping: 'Sichert das Ergebnis',
  ended: 'Beendet',
};

export const learning = {
  learning: {
    title: 'Lernen',
    open: 'Lernen: Modelle trainieren und vergleichen',
    leave: 'Zurück',
    back: 'Zurück zum Lernen',
    steps: 'Schritte',
    modelInUse: 'Verwendetes Modell',
    retry: 'Erneut versuchen',
    loading: 'Wird geladen …',
    unreachable: 'Von den Aufträgen ist nichts zu hören.',
    inUse: 'verwendet',
    percent: '%',
    sections: { data: 'Daten', train: 'Training', compare: 'Vergleich', history: 'Verlauf', watch: 'Beobachtung' },
    intro: {
      data: 'Woraus ein Training lernen würde: nur aus Schlägen, die ein Mensch bestätigt oder korrigiert hat. Sehen Sie nach, was fehlt, und sichern Sie dann einen Schnappschuss; spätere Änderungen berühren ihn nicht.',
      train:
        'Ein Training erzeugt einen Kandidaten neben dem verwendeten Modell. Für die Befundenden ändert sich nichts, bis jemand ihn einsetzt. Es läuft mit niedriger Priorität und geht beim nächsten Start weiter, wenn Einthoven beendet wird.',
      compare:
        'Kandidat und verwendetes Modell, beurteilt an denselben Schlägen: von zurückgestellten Patienten, aus denen in dieser Bibliothek keines gelernt hat, und vom Referenzsatz, den das mitgelieferte Modell kennt. Lesen Sie zuerst das Urteil der Prüfung; setzen Sie den Kandidaten dann ein oder lehnen Sie ihn mit Begründung ab.',
      history:
        'Alle Modelle, und wer was warum darüber entschieden hat. Zurückkehren setzt ein früheres Modell sofort wieder ein. Kennungen behalten den Namen des Modells, von dem sie stammen.',
      watch:
        'Wie oft Befundende dem Modell zustimmen, Woche für Woche. Ehrlich sind die blinden Antworten, gegeben ohne Blick auf die Kennung des Modells. Ein Abfall jenseits des Zufalls ist ein Alarm.',
    },
    notices: {
      done: (kind: LearningKind, passed: boolean | undefined) =>
        kind === 'adapt'
          ? 'Das Modell ist an die Aufzeichnung angepasst. Was sich ändern würde, steht unter Lernen, Training.'
          : `${kinds[kind]} ist fertig${passed === undefined ? '' : passed ? ': Die Prüfung lässt den Kandidaten durch' : ': Die Prüfung lehnt den Kandidaten ab'}. Er wartet unter Lernen, Vergleich.`,
      failed: (kind: LearningKind) =>
        `${kinds[kind]} ist fehlgeschlagen. Nichts wurde geändert; das verwendete Modell bleibt.`,
    },
    kinds,
    sentences: learningSentences,

    classes: {
      class: 'Klasse',
      total: 'Alle',
      names: { N: 'Normal', S: 'Supraventrikulär', V: 'Ventrikulär', F: 'Fusion', Q: 'Unbekannt, stimuliert' },
    },

    data: {
      what: 'Lernen aus',
      whats: {
        finetune: 'Korrekturen',
        adapt: 'Anfang einer Aufzeichnung',
        pretrain: 'Aufzeichnungen ohne Kennungen',
      },
      whatTitles: {
        finetune:
          'Alle Schläge, die jemand bestätigt oder korrigiert hat, von allen Patienten: ergibt einen Kandidaten',
        adapt: 'Der benannte Anfang einer Aufzeichnung: Ihr Rest wird neu gelesen, kein Modell wird ersetzt',
        pretrain: 'Die eigenen Aufzeichnungen, Kennungen sind nicht nötig: Das Modell lernt die Signale kennen',
      },
      heldOut: 'Zurückgestellt',
      heldOutTitle: 'Anteil der Patienten, deren Kennungen nur das Ergebnis beurteilen',
      percent: (share: number) => `${Math.round(100 * share)} % der Patienten`,
      seed: 'Ziehung',
      seedTitle: 'Eine andere Zahl stellt andere Patienten zurück; dieselbe Zahl dieselben',
      recording: 'Aufzeichnung',
      chooseRecording: 'Aufzeichnung wählen …',
      noLabelled:
        'Noch hat keine Aufzeichnung Kennungen eines Menschen. Benennen Sie die Schläge der ersten Minuten: öffnen, mit E die Bearbeitung einschalten.',
      minutes: 'Minuten',
      minutesTitle: 'Gelernt wird aus Kennungen vor dieser Zeit',
      keep: 'Schnappschuss sichern',
      keeping: 'Wird gesichert …',
      kept: (n: number) =>
        `Der Schnappschuss ist gesichert: ${count(n, 'Aufzeichnung', 'Aufzeichnungen')}. Planen Sie nun das Training.`,
      cannot: 'Daraus lässt sich noch nicht lernen; die Sätze oben sagen, was fehlt.',
      labels: 'Kennungen nach Klassen',
      learned: 'Daraus wird gelernt',
      judged: 'Zum Beurteilen zurückgestellt',
      parent: 'Weiter trainiert wird',
      remarks: 'Vorher zu wissen',
      remark: remarks,
      patients: (n: number) => count(n, 'Patient', 'Patienten'),
      patient: 'Patient',
      unnamed: 'Ohne Namen',
      unnamedOf: (recordings: string, more: number) => `${recordings}${more > 0 ? ` und ${number(more)} weitere` : ''}`,
      recordings: 'Aufzeichnungen',
      side: 'Seite',
      sides: { train: 'Zum Lernen', 'held-out': 'Zurückgestellt' },
      reasons: {
        'learned-before': 'daraus wurde schon gelernt',
        'too-few-patients': 'zu wenige Patienten, um einen zurückzustellen',
      },
      corrected: 'Korrigiert',
      unconfirmed: 'Nicht angesehen',
      confirmedBy: 'Von',
      labelsBy: (reader: string, n: number) => `${reader} (${number(n)})`,
      signed: 'Signiert',
      openStudy: (name: string) => `${name} öffnen`,
      duration: 'Länge',
      snapshots: 'Schnappschüsse',
      noSnapshots: 'Noch keiner. Sichern Sie einen, um damit zu trainieren.',
      made: 'Gesichert',
      hash: 'Fingerabdruck',
      hashTitle: 'Dieselben Kennungen, Aufteilung, Ziehung und dasselbe Modell ergeben denselben',
      trainOn: 'Damit trainieren',
      nothing: 'Noch gibt es nichts zu lernen.',
    },

    train: {
      plan: 'Neues Training',
      snapshot: 'Schnappschuss',
      noSnapshot: 'Es gibt keinen Schnappschuss, mit dem trainiert werden kann. Sichern Sie zuerst einen unter Daten.',
      toData: 'Daten ansehen',
      snapshotName: (when: string, kind: LearningKind, labels: number) =>
        `${when} · ${kinds[kind]} · ${count(labels, 'Kennung', 'Kennungen')}`,
      steps: 'Schritte',
      usual: 'wie geplant',
      device: 'Gerät',
      threads: 'Threads',
      start: 'Beginnen mit',
      startPretrained: 'dem vortrainierten Rumpf',
      parentNotInUse: (parent: string, inUse: string) =>
        `Dieser Schnappschuss trainiert ${parent} weiter, das nicht mehr verwendet wird. Verglichen wird das Ergebnis mit ${inUse}, das verwendet wird. Um dieses weiter zu trainieren, sichern Sie einen neuen Schnappschuss.`,
      planned: (steps: number, windows: number, own: number) =>
        `${count(steps, 'Schritt', 'Schritte')} zu ${count(windows, 'Fenster', 'Fenstern')}, davon ${number(own)} aus den eigenen Aufzeichnungen; der Rest wiederholt andere Patienten.`,
      plannedOwn: (steps: number, windows: number) =>
        `${count(steps, 'Schritt', 'Schritte')} zu ${count(windows, 'Fenster', 'Fenstern')}, alle aus den eigenen Aufzeichnungen.`,
      about: (duration: string) => `Etwa ${duration}`,
      basis: {
        measured: 'auf diesem Rechner gemessen',
        assumed: 'geschätzt: Hier wurde noch nichts trainiert',
      },
      on: (device: string, threads: number) => `${device}, ${count(threads, 'Thread', 'Threads')}`,
      planning: 'Wird geplant …',
      begin: 'Training starten',
      queuedBehind: 'Das Training ist eingereiht: Es beginnt, wenn das laufende zu Ende ist.',
      jobs: 'Aufträge',
      noJobs: 'Noch wurde kein Training gestartet. Planen Sie oben eines.',
      kind: 'Auftrag',
      state: 'Stand',
      states,
      resumes: 'Wartet: wurde unterbrochen und geht weiter, wo es war',
      stages,
      started: 'Gestartet',
      by: 'Von',
      took: 'Arbeit',
      result: 'Ergebnis',
      passed: 'Besteht die Prüfung',
      refused: 'Von der Prüfung abgelehnt',
      pause: 'Anhalten',
      resume: 'Fortsetzen',
      cancel: 'Abbrechen',
      cancelTitle: 'Auftrag beenden und sein bisheriges Ergebnis entfernen',
      cancelSure: 'Was bisher gelernt wurde, wird entfernt. Das verwendete Modell bleibt unberührt.',
      cancelYes: 'Training abbrechen',
      cancelNo: 'Weiterlaufen lassen',
      toComparison: 'Vergleichen',
      stepOf: (step: number, steps: number) => `Schritt ${number(step)} von ${number(steps)}`,
      left: 'Restzeit',
      stillLeft: (duration: string) => `noch ${duration}`,
      worked: 'Gearbeitet',
      speed: 'Durchsatz',
      perSecond: (windows: string) => `${windows} Fenster/s`,
      progress: 'Fortschritt',
      losses: 'Verlust',
      lossesTitle: 'Verlust je Schritt: niedriger ist besser',
      validation: 'Validierung',
      validationTitle: 'Validierung je Schritt, in Prozent: höher ist besser',
      noCurves: 'Kurven erscheinen mit den ersten Schritten.',
      noValidation: 'Erscheint mit dem ersten Blick auf andere Patienten.',
      lost: 'Der Auftrag läuft vielleicht weiter, aber von ihm ist nichts zu hören:',
      curve: {
        total: 'Gesamt',
        'cross-entropy': 'Kreuzentropie',
        crossEntropy: 'Kreuzentropie',
        contrastive: 'Kontrastiv',
        distillation: 'Destillation',
        reconstruction: 'Rekonstruktion',
        'own labels': 'Eigene Kennungen',
        'other patients': 'Andere Patienten',
        'other patients V F1': 'V F1, andere Patienten',
        'other patients S F1': 'S F1, andere Patienten',
      },
      running: (kind: LearningKind, percent: number) => `${kinds[kind]}: ${percent} %`,
      paused: (kind: LearningKind) => `${kinds[kind]} ist angehalten`,
    },

    adaptation: {
      title: 'Was sich ändern würde',
      none: 'Das angepasste Modell sagt von allen unbestätigten Schlägen dasselbe.',
      sentence: (changed: number, all: number) =>
        `Von ${count(all, 'unbestätigten Schlag', 'unbestätigten Schlägen')} würden sich ${number(changed)} ändern. Bestätigt wird dadurch keiner, und es lässt sich rückgängig machen.`,
      from: 'Von',
      to: 'Zu',
      beats: 'Schläge',
      first: 'Erster',
      look: 'Ersten ansehen',
      guarded: (classes: string) =>
        `In den benannten Minuten lag kein Schlag der Klasse ${classes}: Dafür gilt weiter, was das Modell zuvor sagte.`,
      take: 'Übernehmen',
      taken: (n: number) =>
        `${count(n, 'Schlag hat sich', 'Schläge haben sich')} geändert. Rückgängig macht es ungeschehen.`,
    },

    compare: {
      candidate: 'Kandidat',
      none: 'Noch gibt es keinen Kandidaten. Trainieren Sie einen, oder importieren Sie einen unter Verlauf.',
      toTrain: 'Training planen',
      choose: 'Kandidat zum Vergleichen',
      passed: 'Die Prüfung lässt ihn durch',
      failed: 'Die Prüfung lehnt ihn ab',
      gate: 'Prüfung',
      besideShipped: 'neben dem mitgelieferten Modell',
      measure: 'Maß',
      measures: { sensitivity: 'Se', predictivity: '+P', f1: 'F1' },
      measureTitles: {
        sensitivity: 'Sensitivität: Anteil der Schläge dieser Klasse, die das Modell gefunden hat',
        predictivity: 'Positiver prädiktiver Wert: Anteil der richtigen unter den Schlägen, die das Modell so nennt',
        f1: 'F1: harmonisches Mittel aus Sensitivität und positivem prädiktivem Wert',
      },
      incumbent: 'Verwendet',
      difference: 'Differenz',
      differenceTitle: 'Kandidat minus verwendetes Modell, in Prozentpunkten',
      lowest: 'Mindestens',
      lowestTitle:
        'Untere Grenze des 95-%-Intervalls der Differenz, gepaart über Patienten: wie sicher sie ist. Sie entscheidet nichts',
      margin: 'Toleranz',
      marginTitle: 'Wie weit die Differenz unter null liegen darf',
      decidedBy:
        'Entscheidend ist die Differenz: Sie darf nicht weiter unter null liegen als die Toleranz. „Mindestens“, die untere Grenze ihres 95-%-Intervalls, zeigt, wie sicher die Differenz ist, und entscheidet nichts.',
      outcome: 'Ausgang',
      outcomes: { held: 'Gehalten', worse: 'Schlechter', open: 'Zu wenige Schläge' },
      group: 'Beurteilt an',
      groups: { clinic: 'Zurückgestellte Patienten', reference: 'Referenzsatz' },
      groupTitles: {
        clinic: 'Patienten, aus denen in dieser Bibliothek für keines der Modelle gelernt wurde',
        reference:
          'Der mitgelieferte Satz, aus dem das mitgelieferte Modell gelernt hat: Er zeigt, was vergessen wurde',
      },
      groupFacts: (patients: number, whole: number) =>
        `${count(patients, 'Patient', 'Patienten')}. Von Aufzeichnungen über zehn Minuten zählen die ersten fünf nicht (EC57)${whole > 0 ? `; ${count(whole, 'kürzere zählt', 'kürzere zählen')} ganz` : ''}.`,
      mapping: 'Zuordnung',
      mappings: { bxb: 'bxb', dechazal: 'de Chazal' },
      mappingTitles: {
        bxb: 'Wie WFDBs bxb sie ordnet: e, j und n sind S',
        dechazal: 'Wie die meisten Arbeiten sie ordnen: e, j und n sind N',
      },
      table: 'Schlag für Schlag (EC57)',
      beats: 'Schläge',
      accuracy: 'Alle richtigen',
      confusion: 'Verwechslungen',
      confusionOf: (name: string) => `Verwechslungen: ${name}`,
      confusionRows: 'Befundende',
      confusionColumns: 'Modell',
      confusionCell: (reader: string, model: string, beats: string) =>
        `Befundende ${reader}, Modell ${model}: ${beats}`,
      theCandidate: 'Kandidat',
      theIncumbent: 'verwendetes Modell',
      calibration: 'Kalibrierung',
      calibrationTitle:
        'Wie oft die Klasse stimmte, nach der angegebenen Wahrscheinlichkeit: Auf der Diagonale sind beide gleich',
      stated: 'angegeben',
      observed: 'richtig',
      expectedError: 'Erwarteter Fehler',
      patients: 'Patient für Patient',
      patientsTitle: 'Zuerst die, bei denen sich beide am meisten unterscheiden',
      rightOf: 'Richtig',
      sF1: 'S F1',
      vF1: 'V F1',
      better: 'besser',
      worse: 'schlechter',
      disagreements: 'Schläge, bei denen sie sich uneinig sind',
      disagreementsOf: (shown: number, total: number) =>
        shown < total ? `${number(shown)} von ${number(total)}` : number(total),
      noDisagreements: 'Beide sagen von allen Schlägen dasselbe.',
      reader: 'Befundende',
      place: 'Schlag',
      openBeat: (name: string, where: string) => `${name}, ${where} öffnen`,
      sample: (sample: string) => `Abtastwert ${sample}`,
      recording: 'Aufzeichnung',
      all: 'Alle',
      onlyReaders: 'Klasse der Befundenden',
      promote: (model: string) => `${model} einsetzen`,
      promoteAnyway: (model: string) => `${model} trotzdem einsetzen …`,
      refuse: 'Ablehnen …',
      isActive: 'Dieses Modell wird verwendet.',
      wasRefused: 'Dieses Modell wurde abgelehnt; siehe Verlauf.',
      wasActive: 'Dieses Modell wurde früher verwendet.',
      loading: 'Der Vergleich wird geholt …',
      stale: (before: string, now: string) =>
        `Verglichen wurde mit ${before}, verwendet wird jetzt ${now}. Vergleichen Sie neu, bevor das Modell eingesetzt werden kann.`,
      anew: 'Neu vergleichen',
      anewTitle:
        'Mit dem verwendeten Modell, an dem Schnappschuss mit den meisten zurückgestellten Patienten, aus denen keines gelernt hat',
      notCompared:
        'Dieses Modell wurde noch nicht mit dem verwendeten verglichen, oder der Vergleich wurde abgebrochen.',
      compareNow: 'Jetzt vergleichen',
      comparing: 'Der Vergleich mit dem verwendeten Modell wartet oder läuft; sein Ergebnis erscheint hier.',
      toNewSnapshot: 'Zu einem neuen Schnappschuss',
      anewQueued: 'Der Vergleich ist eingereiht; sein Ergebnis erscheint hier.',
    },

    decide: {
      promoteTitle: (model: string) => `${model} einsetzen?`,
      promoteText:
        'Von nun an liest es jede neue Aufzeichnung. Fertige Auswertungen bleiben, wie sie sind; zurück führt ein Klick.',
      overrideText:
        'Die Prüfung hat dieses Modell abgelehnt. Es kann trotzdem eingesetzt werden, wenn Sie den Grund aufschreiben; Ihr Name und der Grund bleiben im Verlauf.',
      refuseTitle: (model: string) => `${model} ablehnen?`,
      refuseText: 'Es bleibt mit Ihrer Begründung im Verlauf und wird nicht wieder angeboten.',
      rollBackTitle: (model: string) => `Zu ${model} zurückkehren?`,
      rollBackBefore: 'Zum vorigen Modell zurückkehren?',
      rollBackText: 'Es liest von nun an jede neue Aufzeichnung. Fertige Auswertungen bleiben, wie sie sind.',
      reason: 'Begründung',
      reasonOptional: 'Begründung (freiwillig)',
      as: (name: string) => `Es entscheidet ${name}`,
      promote: (model: string) => `${model} einsetzen`,
      refuse: (model: string) => `${model} ablehnen`,
      rollBack: 'Zurückkehren',
      cancel: 'Jetzt nicht',
      promoted: (model: string) => `${model} wird jetzt verwendet.`,
      refused: (model: string) => `${model} wurde abgelehnt.`,
      rolledBack: (model: string) => `${model} wird wieder verwendet.`,
    },

    name: {
      title: 'Wer entscheidet?',
      text: 'Schnappschüsse, Trainings und Entscheidungen tragen einen Namen. Er steht in den Einstellungen.',
      label: 'Ihr Name',
      save: 'Weiter',
      cancel: 'Jetzt nicht',
    },

    history: {
      models: 'Modelle',
      noModels: 'Nur das mitgelieferte Modell. Trainieren Sie eines, oder importieren Sie eines.',
      model: 'Modell',
      origin: 'Herkunft',
      origins: { trained: 'Hier trainiert', imported: 'Importiert' },
      made: 'Entstanden',
      parent: 'Aus',
      labels: 'Kennungen',
      standing: 'Stand',
      standings: { waiting: 'Wartet', active: 'Verwendet', earlier: 'Früher verwendet', refused: 'Abgelehnt' },
      gate: 'Prüfung',
      gates: { passed: 'Bestanden', failed: 'Abgelehnt', open: 'Nicht verglichen' },
      compare: 'Vergleichen',
      export: 'Exportieren',
      exportTitle: (model: string) => `${model} als eine signierte Datei exportieren`,
      exported: (name: string) => `${name} liegt bei den Downloads.`,
      rollBackTo: 'Wieder verwenden …',
      rollBack: 'Zurückkehren …',
      decisions: 'Entscheidungen',
      noDecisions: 'Noch wurde nichts entschieden.',
      when: 'Wann',
      who: 'Wer',
      what: 'Was',
      kinds: decisions,
      overridden: 'gegen die Prüfung',
      change: 'Verwendetes Modell',
      changed: (from: string, to: string) => `${from} → ${to}`,
      unchanged: 'unverändert',
      showAll: 'Alles zeigen',
      showLess: 'Weniger zeigen',
      reason: 'Begründung',
      import: 'Modell importieren …',
      receiving: 'Die Datei wird geprüft …',
      stop: 'Abbrechen',
      offer: 'Ein Modell aus einer Datei',
      offerText:
        'Vergleichen Sie den Fingerabdruck mit dem, den der Hersteller Ihnen nennt, etwa am Telefon. Einen Namen kann jeder behaupten, einen Fingerabdruck niemand.',
      signer: 'Signiert von',
      fingerprint: 'Fingerabdruck',
      size: 'Größe',
      standingOf: {
        own: 'Der eigene Schlüssel dieser Bibliothek',
        known: 'Modelle dieses Unterzeichners wurden schon angenommen',
        unknown: 'Noch hat niemand ein Modell dieses Unterzeichners angenommen',
      },
      trust: 'Ich habe den Fingerabdruck verglichen und vertraue diesem Unterzeichner',
      alreadyThere: 'Dieses Modell ist schon in der Bibliothek.',
      accept: 'Behalten und vergleichen',
      compareThere: 'Neu vergleichen',
      dismiss: 'Nicht behalten',
      close: 'Schließen',
      accepted: 'Das Modell wird behalten und mit dem verwendeten verglichen. Sonst hat sich nichts geändert.',
      ownFingerprint: 'Fingerabdruck der Modelle dieser Bibliothek',
      ownFingerprintUse:
        'Nennen Sie ihn denen, die ein Modell von Ihnen importieren, etwa am Telefon: Sie vergleichen ihn mit dem, was die Datei zeigt.',
      noOwnFingerprint:
        'Der Fingerabdruck der Modelle dieser Bibliothek steht hier, sobald ein Modell exportiert wurde.',
      whose:
        'Welches Modell eine Kennung gesetzt hat, steht im Inspektor jeder Studie unter „Kennung“: Klicken Sie einen Schlag an.',
    },

    watch: {
      class: 'Klasse',
      all: 'Alle Klassen',
      none: 'Noch keine Antworten. Gezählt wird, wenn Befundende die Durchsicht beantworten: Nach einem Teil der Schläge wird blind gefragt.',
      noneOfClass: 'Keine Antworten dieser Klasse in diesen Wochen.',
      chart: 'Übereinstimmung nach Wochen',
      blind: 'Blind',
      blindTitle: 'Beantwortet ohne Blick auf die Kennung des Modells',
      shown: 'Offen',
      shownTitle: 'Beantwortet mit Blick auf die Kennung des Modells: Zustimmung fällt leichter',
      week: 'Woche ab',
      model: 'Modell',
      answers: 'Antworten',
      agreed: 'Gleich',
      rate: 'Übereinstimmung',
      interval: '95-%-Intervall',
      before: 'Zuvor',
      beforeTitle: 'In den Wochen zuvor, bei gleicher Klasse und Art der Antwort',
      alert: 'Abgefallen',
      fall: ({ since, rate, answers, before, aamiClass, blind, classes }: FallWords) =>
        `Seit der Woche ab ${since} stimmen Befundende dem Modell bei ${rate} von ${answers} ${blind ? 'blinden' : 'offenen'} Antworten${aamiClass === 'all' ? '' : ` zur Klasse ${aamiClass}`} zu; zuvor waren es ${before}, durch Zufall ist das nicht zu erklären.${classes.length === 0 ? '' : ` Nach Klassen: ${classes.join(', ')}.`} Sehen Sie diese Antworten an; trainieren Sie dann damit, oder kehren Sie zurück.`,
      lookAtAnswers: 'Letzte Antworten ansehen',
      answersTitle: 'Letzte Antworten, die vom Modell abweichen',
      noDifferingAnswers: 'Hier weicht keine Antwort vom Modell ab.',
      modelSaid: 'Modell sagt',
      readerSaid: 'Befundende sagen',
      noBeat: 'kein Schlag',
      when: 'Wann',
      fine: 'Kein Abfall jenseits des Zufalls in diesen Wochen.',
      kind: 'Art',
    },
  },
};
