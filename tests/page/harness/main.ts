import '../../../src/renderer/src/theme/base.css';
import { mount } from 'svelte';
import App from '../../../src/renderer/src/App.svelte';
import { speak } from '../../../src/renderer/src/language/strings.ts';
import type { ImportEvent } from '../../../src/shared/contract/library.ts';
import type { FakeLearningOptions } from '../fake-learning.ts';
import { FAKE_STUDIES } from '../fake-studies.ts';
import { fakeWorkstation } from '../fake-workstation.ts';

/**
 * The window over the fake workstation, for looking at states that are hard to bring about:
 * `?theme=dark&library=empty&delay=200&unread&notice&picker=native&import=mapping|problems&learning=none|running|trouble&language=de`.
 */
const query = new URLSearchParams(location.search);

const MAPPING: ImportEvent = {
  kind: 'needs-mapping',
  file: 'ward-monitor.csv',
  fileId: 'file-1',
  columns: ['time', 'II', 'V5', 'resp', 'flag'],
  rows: Array.from({ length: 8 }, (_, i) => [
    (i * 0.004).toFixed(3),
    (0.031 + 0.012 * i).toFixed(4),
    (-0.012 + 0.009 * i).toFixed(4),
    String(512 + 3 * i),
    '0',
  ]),
  reason: 'ward-monitor.csv does not say what its columns mean. Choose the leads, the time and the unit.',
};

const SCRIPTS: Readonly<Record<string, readonly ImportEvent[]>> = {
  mapping: [{ kind: 'started', files: 1 }, MAPPING],
  problems: [
    { kind: 'started', files: 6 },
    { kind: 'progress', file: '101.hea', index: 0, fraction: 1 },
    { kind: 'imported', file: '101.hea', studyId: 'study-4', alreadyThere: false },
    { kind: 'imported', file: '100.hea', studyId: 'study-4', alreadyThere: true },
    {
      kind: 'quarantined',
      file: 'patient-07.hea',
      studyId: 'study-9',
      reason:
        'patient-07.hea, line 2: the signal file patient-07.dat is missing. Put it beside the header and import both together.',
    },
    MAPPING,
    { kind: 'progress', file: '0042-holter.hea', index: 4, fraction: 0.4 },
    ...Array.from({ length: 200 }, (_, i): ImportEvent => ({
      kind: 'progress',
      file: '0042-holter.hea',
      index: 4,
      fraction: 0.4 + i / 400,
    })),
  ],
};

const FINGERPRINT = '9f3a 04c1 77de 10bb 52e0 c3a9 8d41 6f2e b07c 5511 fe02 93d8 4a6b 21f4 0c9e 8a37';
const LEARNING_TROUBLE: FakeLearningOptions = {
  keyReplaced: {
    ...{ at: '2026-11-22T09:58:00Z', fingerprint: FINGERPRINT.split(' ').toReversed().join(' '), before: FINGERPRINT },
    keptAs: 'signing-key.unreadable-20261122095800000.pem',
  },
  troubles: [
    {
      ...{ modelId: 'ecg-nat-base-f8a6f47bf9df', origin: 'shipped', code: 'damaged', reads: 'ecg-nat-clinic-2' },
      text: 'The model ecg-nat-base-f8a6f47bf9df is damaged: its beats.nat is not as it was made (the checksum differs). Install Einthoven again.',
    },
  ],
};

const fake = fakeWorkstation({
  studies: query.get('library') === 'empty' ? [] : FAKE_STUDIES,
  delay: Number(query.get('delay') ?? 0),
  picker: query.get('picker') === 'native' ? 'native' : 'upload',
  unread: () => query.has('unread'),
  ...(query.has('notice')
    ? { notice: 'The graphics device was lost in the middle of the reading. The processor goes on; nothing was lost.' }
    : {}),
  learning: {
    data: query.get('learning') === 'none' ? 'none' : 'some',
    running: query.get('learning') === 'running',
    ...(query.get('learning') === 'trouble' ? LEARNING_TROUBLE : {}),
  },
  ...(query.has('import') ? { importScript: () => SCRIPTS[query.get('import') ?? ''] ?? [] } : {}),
  preferences: {
    theme: query.get('theme') === 'dark' ? 'dark' : query.get('theme') === 'light' ? 'light' : 'system',
  },
});

if (query.get('language') === 'de') speak('de');

const target = document.querySelector('#app');
if (!target) throw new Error('no #app');
const [host, preferences] = await Promise.all([fake.api['system.describe']({}), fake.api['system.preferences']({})]);
const lost = query.has('lost') ? Promise.resolve() : new Promise<void>(() => {});
mount(App, { target, props: { api: fake.api, host, preferences, lost } });
