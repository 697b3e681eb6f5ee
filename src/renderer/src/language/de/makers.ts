import { count } from './numbers.ts';

export const makers = {
  makers: {
    title: 'Welches Modell was gesetzt hat',
    about:
      'Aufzeichnungen danach, was sie zuletzt ausgewertet hat, und jeder Schlag der Bibliothek danach, wessen Kennung gilt. Kennungen behalten den Namen dessen, was sie gesetzt hat; eine frühere Auswertung bleibt neben der späteren.',
    model: 'Gesetzt von',
    kinds: {
      model: 'Modell',
      rules: 'Regeln',
      adapted: 'An ihre Aufzeichnung angepasst',
      reader: 'Von Befundern gesetzt oder bestätigt',
      file: 'Aus einer Datei',
    },
    promoted: 'Eingesetzt',
    promotedBy: (who: string) => `von ${who}`,
    recordings: 'Aufzeichnungen',
    recordingsTitle: 'Deren letzte automatische Auswertung von ihm stammt',
    unsigned: 'Unsigniert',
    unsignedTitle: 'Davon in Studien, die niemand signiert hat: Sie können neu ausgewertet werden',
    labelsTitle: (name: string) => `${name}: geltende Kennungen, die niemand sonst gesetzt oder bestätigt hat`,
    again: (studies: number) =>
      `${count(studies, 'unsignierte Studie', 'unsignierte Studien')} mit dem verwendeten Modell neu auswerten`,
    againText:
      'Es geschieht, wenn sonst nichts auszuwerten ist. Was ein Befunder gesetzt oder bestätigt hat, bleibt, ebenso die früheren Auswertungen; signierte Studien sind ausgenommen.',
    allRead: 'Alle unsignierten Studien sind mit dem verwendeten Modell ausgewertet.',
    running: 'Neue Auswertung',
    left: (left: number) => `noch ${count(left, 'Aufzeichnung', 'Aufzeichnungen')}`,
    failed: (n: number) =>
      `${count(n, 'Aufzeichnung ließ', 'Aufzeichnungen ließen')} sich nicht auswerten; die frühere Auswertung bleibt.`,
    cancel: 'Abbrechen',
    cancelTitle: 'Was neu ausgewertet ist, bleibt; der Rest behält seine frühere Auswertung',
    done: (n: number) => `${count(n, 'Aufzeichnung wurde', 'Aufzeichnungen wurden')} neu ausgewertet.`,
    adapted: 'angepasst',
    adaptedTitle: 'Kennungen, die ein an die Aufzeichnung angepasstes Modell geändert hatte: gesondert gezählt',

    study: {
      outdated: (model: string) => `Inzwischen wird ein anderes Modell verwendet: ${model}.`,
      beside: 'Ihre Kennungen bleiben, wie sie sind; die neue Auswertung entsteht daneben.',
      again: 'Damit neu auswerten',
      newer: (model: string) => `Es gibt eine neuere Auswertung, von ${model}.`,
      show: 'Anzeigen',
    },

    label: {
      title: 'Kennung',
      none: 'Klicken Sie einen Schlag an, um zu sehen, wer seine Kennung gesetzt hat und wann.',
      given: 'Gesetzt von',
      confirmed: 'Bestätigt',
      before: 'Zuvor',
      wasCode: (code: string, maker: string) => `${code}, ${maker}`,
      adaptedBy: (model: string) => `${model}, an diese Aufzeichnung angepasst`,
      at: 'Am',
      by: (who: string, when: string) => `${who}, ${when}`,
    },
  },
};
