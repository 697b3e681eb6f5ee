import type { general as english } from '../en/general.ts';
import { count } from './numbers.ts';

export const general: typeof english = {
  product: 'Einthoven',
  researchUse: 'Nur für Forschungszwecke',

  facts: {
    years: (years: number) => `${years} J.`,
    sex: { female: 'Weiblich', male: 'Männlich', other: 'Divers' },
    sexLetter: { female: 'W', male: 'M', other: 'D' },
    leads: (n: number) => count(n, 'Ableitung', 'Ableitungen'),
    beats: (n: number) => count(n, 'Schlag', 'Schläge'),
    synthetic: 'Synthetisch',
    syntheticShort: 'Syn',
    syntheticLong: 'Synthetische Aufzeichnung aus dem Simulator: kein Patient.',
  },

  status: {
    label: 'Status',
    new: 'Neu',
    'in-review': 'In Befundung',
    signed: 'Signiert',
    quarantined: 'Zurückgestellt',
    changed: (title: string, status: string) => `${title}: ${status}.`,
    staysSigned: 'Die Studie ist signiert und bleibt es. Eine Änderung beginnt die nächste Fassung.',
  },

  bar: {
    worklist: 'Arbeitsliste ein- oder ausblenden',
    inspector: 'Inspektor ein- oder ausblenden',
    allStudies: 'Alle Studien',
    import: 'Importieren',
    importFiles: 'Dateien…',
    importFolder: 'Ordner…',
    importTitle: 'Aufzeichnungen importieren',
    settings: 'Einstellungen',
    theme: 'Erscheinungsbild',
    themes: { system: 'Wie das System', light: 'Hell', dark: 'Dunkel' },
    language: 'Sprache',
    calibrate: 'Diesen Bildschirm kalibrieren…',
    analysis: 'Geräte, Modelle, Schwellen…',
    shortcuts: 'Tastenkürzel',
    about: 'Über Einthoven',
    resize: 'Breite der Arbeitsliste',
  },

  notice: { dismiss: 'Ausblenden' },

  connection: {
    lostTitle: 'Die Verbindung zur Workstation ist abgebrochen',
    lostText:
      'Was bis jetzt eingegeben wurde, ist gespeichert. Laden Sie das Fenster neu; hilft das nicht, starten Sie Einthoven neu.',
    unreachableTitle: 'Die Workstation antwortet nicht',
    unreachableText: 'Starten Sie Einthoven neu und öffnen Sie dieses Fenster von dort.',
    reload: 'Neu laden',
  },

  about: {
    title: 'Über Einthoven',
    purpose: 'Eine kardiologische Workstation: Aufzeichnungen befunden, Schläge annotieren.',
    version: (version: string) => `Version ${version}`,
    intended:
      'Für die Forschung und zur Unterstützung qualifizierter Befunder. Einthoven ist kein zertifiziertes Medizinprodukt. Jede automatische Aussage ist unbestätigt, bis eine Person sie signiert.',
    privacy: 'Aufzeichnungen bleiben auf diesem Computer.',
    licence: 'Apache-Lizenz 2.0. Schrift der Oberfläche: Inter, SIL Open Font License 1.1.',
    mark: 'Das Zeichen ist das Einthoven-Dreieck: die Ableitungen I, II und III.',
    close: 'Schließen',
  },
};
