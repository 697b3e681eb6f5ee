import type {
  AdaptationObstacle,
  Candidate,
  GateSentence,
  JobNotice,
  JobProblem,
  KeyReplacement,
  ModelProblem,
  ModelTrouble,
} from '../../../../shared/contract/learning.ts';
import { count } from './numbers.ts';

const MEASURES = { f1: 'F1', sensitivity: 'die Sensitivität', predictivity: 'der positive prädiktive Wert' } as const;
const GROUPS = { clinic: 'an zurückgestellten Patienten', reference: 'am Referenzsatz' } as const;

const tenths = (value: number): string =>
  value.toLocaleString('de', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const day = (at: string): string => at.slice(0, 10).split('-').toReversed().join('.');
const heldOut = (patients: number): string =>
  patients === 0
    ? 'ohne zurückgestellte Patienten'
    : `mit ${count(patients, 'zurückgestelltem Patienten', 'zurückgestellten Patienten')}`;

function gate(sentence: GateSentence): string {
  switch (sentence.code) {
    case 'falls': {
      const { group, aamiClass, measure, candidate, incumbent, difference, margin, beside } = sentence;
      const whose = beside === undefined ? '' : ' des mitgelieferten Modells';
      return `${aamiClass}: ${GROUPS[group]} fällt ${MEASURES[measure]} von ${tenths(incumbent)} %${whose} auf ${tenths(candidate)} %, um ${tenths(Math.abs(difference))} Punkte; erlaubt ${margin === 1 ? 'ist' : 'sind'} ${margin.toLocaleString('de')}.`;
    }
    case 'too-few-beats':
      return 'Für einen Vergleich der Modelle gibt es zu wenige zurückgestellte Schläge. Lassen Sie mehr Schläge von mehr Patienten bestätigen.';
    case 'not-worse':
      return `Der Kandidat ist bei keinem geprüften Maß schlechter als das verwendete Modell${sentence.shipped ? ' und auch nicht schlechter als das mitgelieferte' : ''}.`;
    case 'reference-alone':
      return 'Kein zurückgestellter Patient dieser Bibliothek konnte ihn beurteilen: Nur der Referenzsatz spricht für ihn.';
    case 'not-better':
      return 'An zurückgestellten Patienten dieser Bibliothek ist er auch nicht besser.';
    case 'reference-missing':
      return 'Ob er andere Patienten vergessen hat, wurde nicht geprüft: Der mitgelieferte Referenzsatz fehlt oder ist zu klein. Installieren Sie Einthoven neu, und vergleichen Sie noch einmal.';
    case 'taken-out':
      return `${count(sentence.patients, 'zurückgestellter Patient urteilt', 'zurückgestellte Patienten urteilen')} nicht mit: Eines der Modelle hat daraus gelernt. Ein neuer Schnappschuss stellt andere zurück.`;
    case 'learned-elsewhere': {
      const from = `anderswo aus ${count(sentence.recordings, 'Aufzeichnung', 'Aufzeichnungen')} gelernt, ohne dass sich hier sagen ließe, aus welchen`;
      return sentence.whose === 'candidate'
        ? `Der Kandidat hat ${from}. Zurückgestellte Patienten können darunter sein: Finden sie ihn gut, beweist das nichts; finden sie ihn schlechter, schon.`
        : `Das verwendete Modell hat ${from}. Zurückgestellte Patienten können darunter sein und es dann begünstigen.`;
    }
    case 'refused-before': {
      const { incumbentId, at, patients, patientsBefore } = sentence;
      const then = patientsBefore === undefined ? '' : ` (${heldOut(patientsBefore)})`;
      return `Dieser Vergleich (${heldOut(patients)}) ließe ihn für sich genommen durch. Ein früherer mit ${incumbentId} vom ${day(at)}${then} hat ihn aber abgelehnt, und das bleibt: Vergleichen, bis einer gelingt, beweist nichts. Damals hieß es:`;
    }
    case 'go-on':
      return 'So geht es weiter: Sichern Sie einen neuen Schnappschuss und trainieren Sie damit; der neue Kandidat wird von Neuem beurteilt. Oder setzen Sie diesen trotzdem ein, mit einer Begründung, die im Verlauf bleibt.';
    case 'margins-between-seeds':
      return 'Toleranzen: zwei Standardabweichungen zwischen Trainings, die sich nur im Startwert unterscheiden, an MIT-BIH DS1 in fünf Teilen (docs/results.md), aufgerundet; 95-%-Intervalle durch Bootstrap über Patienten (Efron 1979).';
    case 'text':
      return sentence.text;
  }
}

function jobNotice(notice: JobNotice): string {
  switch (notice.code) {
    case 'began-anew':
      return 'Das Programm oder sein Übungssatz wurde seit dem Beginn dieses Trainings ersetzt; es hat daher von vorn begonnen.';
    case 'device-lost':
      return `Das Gerät ${notice.device} ging verloren oder ist nicht da. Das Training geht vom letzten Zwischenstand auf der CPU weiter; verloren ist nichts, es dauert länger.`;
    case 'labels-left-out':
      return `Es gibt mehr Kennungen, als in den Speicher passen: ${count(notice.halfHours, 'halbe Stunde', 'halbe Stunden')} mit den wenigsten ${notice.halfHours === 1 ? 'blieb' : 'blieben'} weg.`;
    case 'text':
      return notice.text;
  }
}

/** By code; what arises too rarely to have one is told in English. */
const JOB_PROBLEMS: Readonly<Partial<Record<string, string>>> = {
  crashed:
    'Der Trainingsprozess endete mehrmals unerwartet; vielleicht fehlte ihm Speicher. Was er gelernt hat, ist gesichert: Schließen Sie andere Programme, und setzen Sie das Training dann fort.',
  disk: 'Der Datenträger mit der Bibliothek ist voll oder lässt sich nicht beschreiben. Schaffen Sie Platz, und setzen Sie das Training dann fort; was es gesichert hat, ist nicht verloren.',
  locked:
    'Ein anderes Programm verwendet die Bibliothek gerade. Beenden Sie es, und setzen Sie das Training dann fort; was es gesichert hat, ist nicht verloren.',
  failed: 'In Einthoven ist etwas schiefgegangen. Nichts wurde geändert; versuchen Sie es bitte noch einmal.',
};

const MODEL_PROBLEMS: Readonly<Record<ModelProblem['code'], string>> = {
  gone: 'Diesem Modell fehlen Dateien. Stellen Sie seinen Ordner aus einer Sicherung wieder her, oder trainieren Sie es neu.',
  damaged:
    'Die Dateien dieses Modells sind beschädigt. Stellen Sie seinen Ordner aus einer Sicherung wieder her, oder trainieren Sie es neu.',
  unusable: 'Dieses Modell gehört zu einer anderen Version von Einthoven und kann mit dieser nicht verwendet werden.',
};

const IMPORTED_PROBLEM =
  'Dateien dieses Modells sind beschädigt oder fehlen. Importieren Sie es noch einmal, oder stellen Sie seinen Ordner aus einer Sicherung wieder her.';

const SHIPPED_TROUBLES: Readonly<Record<ModelProblem['code'], string>> = {
  gone: 'Dem mitgelieferten Modell fehlen Dateien. Installieren Sie Einthoven neu.',
  damaged: 'Das mitgelieferte Modell ist beschädigt. Installieren Sie Einthoven neu.',
  unusable: 'Das mitgelieferte Modell gehört zu einer anderen Version. Installieren Sie Einthoven neu.',
};

/** Of the model that was chosen, or came with the program. */
const modelTrouble = ({ code, origin, modelId, reads }: ModelTrouble): string =>
  [
    origin === 'shipped' ? SHIPPED_TROUBLES[code] : `${modelId ?? ''}: ${MODEL_PROBLEMS[code]}`,
    reads === undefined
      ? 'Bis dahin lesen Regeln neue Aufzeichnungen, und kein Modell kann trainiert oder verglichen werden.'
      : `Neue Aufzeichnungen liest ${reads}${origin === 'shipped' ? '; ein Training kann bis dahin nicht beurteilt werden' : ''}.`,
  ].join(' ');

const OBSTACLES: Readonly<Record<AdaptationObstacle, string>> = {
  'no-reader': 'Diese Kennungen stammen nicht von einem Menschen.',
  signed:
    'Diese Fassung ist signiert und ändert sich nie. Bearbeiten Sie sie zuerst, das beginnt eine neue Fassung; passen Sie das Modell dann noch einmal an.',
  'another-reader': 'Die Kennungen gehören jemand anderem; nur diese Person kann das übernehmen.',
};

/** What the learning loop tells in codes. */
export const learningSentences = {
  gate,
  jobNotice,
  jobProblem: ({ code, text }: JobProblem): string => JOB_PROBLEMS[code] ?? text,
  modelProblem: ({ code, reads }: ModelProblem, origin: Candidate['origin'] = 'trained'): string => {
    // What came as a file cannot be trained here again.
    const said = origin === 'imported' && code !== 'unusable' ? IMPORTED_PROBLEM : MODEL_PROBLEMS[code];
    return reads === undefined
      ? said
      : `${said} Stattdessen wird ${reads} verwendet. Kehren Sie zurück, um dabei zu bleiben.`;
  },
  modelTrouble,
  obstacles: OBSTACLES,
  key: {
    title: 'Modelle werden mit einem neuen Schlüssel signiert',
    why: (keptAs: KeyReplacement['keptAs']): string =>
      keptAs === undefined
        ? 'Der Schlüssel, mit dem diese Bibliothek ihre Modelle signiert hat, war nicht mehr da; ein neuer wurde erzeugt.'
        : `Der Schlüssel, mit dem diese Bibliothek ihre Modelle signiert hat, war nicht lesbar; ein neuer wurde erzeugt, der alte liegt als ${keptAs} daneben.`,
    todo: 'Geben Sie denen Bescheid, die Modelle dieser Bibliothek annehmen, etwa am Telefon: Was Sie von nun an weitergeben, trägt den neuen Fingerabdruck, und sie müssen ihm einmal vertrauen.',
    before: 'Alter Fingerabdruck',
    now: 'Neuer Fingerabdruck',
    read: 'Ich habe Bescheid gegeben',
  },
};
