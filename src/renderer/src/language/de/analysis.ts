import type { analysis as english } from '../en/analysis.ts';

export const analysis: typeof english = {
  devicesBriefly: { cpu: 'CPU', webgpu: 'WebGPU', cuda: 'CUDA', dml: 'DirectML', coreml: 'CoreML' },

  devices: {
    cpu: 'Prozessor (CPU)',
    webgpu: 'Grafik (WebGPU)',
    cuda: 'Grafik (CUDA)',
    dml: 'Grafik (DirectML)',
    coreml: 'Neuronaler Prozessor (CoreML)',
  },

  analysis: {
    title: 'Geräte, Modelle, Schwellen',
    devices: 'Geräte',
    devicesHint:
      'Jedes Gerät rechnet dieselben Fenster wie der Prozessor. Eines mit anderen Ergebnissen wird nicht verwendet, wie schnell es auch ist.',
    automatic: 'Automatisch: das schnellste, das übereinstimmt',
    use: 'Verwenden',
    device: 'Gerät',
    verdict: 'Prüfung',
    verdicts: {
      agrees: 'Stimmt überein',
      differs: 'Weicht ab',
      failed: 'Gescheitert',
      absent: 'Nicht vorhanden',
      'not-probed': 'Noch nicht geprüft',
    },
    speed: 'Tempo',
    windows: (n: string) => `${n} Fenster/s`,
    difference: 'Abweichung',
    tolerance: (value: string) => `Stimmt überein bis zu einer Abweichung der Wahrscheinlichkeit von ${value}.`,
    inUse: 'in Gebrauch',
    probe: 'Erneut prüfen',
    probing: 'Wird geprüft…',
    models: 'Modelle',
    model: 'Modell',
    origin: 'Herkunft',
    origins: { shipped: 'Mit Einthoven ausgeliefert', local: 'Auf diesem Computer entstanden' },
    heads: 'Liest',
    headNames: { beats: 'Schläge', findings: 'Befunde', waves: 'Wellen' },
    size: 'Größe',
    parameters: (n: string) => `${n} Parameter`,
    active: 'in Gebrauch',
    noModels: 'Kein Modell ist installiert. Aufzeichnungen werden nach Regeln ausgewertet.',
    loading: 'Die Workstation wird gefragt…',
    tryAgain: 'Noch einmal versuchen',
    close: 'Schließen',
  },

  thresholds: {
    title: 'Rhythmusschwellen',
    hint: 'Wonach Rhythmusepisoden bestimmt werden. Eine Änderung gilt auch für schon ausgewertete Studien; deren Schläge und Annotationen bleiben, wie sie sind.',
    usual: (value: string) => `Voreinstellung ${value}.`,
    units: { '/min': '/min', s: 's', beats: 'Schläge', times: 'mal', share: 'Anteil', ratio: 'Verhältnis' },
    source: (text: string) => `Quelle: ${text}`,
    range: (least: string, most: string) => `Von ${least} bis ${most}.`,
    counted: (least: string, most: string) => `Eine ganze Zahl von ${least} bis ${most}.`,
    reset: 'Zurücksetzen',
    resetOne: (meaning: string) => `Auf die Voreinstellung zurücksetzen: ${meaning}`,
    resetAll: 'Alle zurücksetzen',
  },
};
