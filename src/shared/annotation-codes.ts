/**
 * WFDB annotation codes (ecgcodes.h, annot.c of the WFDB library 10.7): the vocabulary of every annotation here.
 * `aami` is the class WFDB's `bxb` counts a beat as when supraventricular classes are reported; `deChazal` the one most
 * papers use (de Chazal et al. 2004, doi 10.1109/TBME.2004.827359): they differ in e, j and n.
 */
export const AAMI_CLASSES = ['N', 'S', 'V', 'F', 'Q'] as const;
export type AamiClass = (typeof AAMI_CLASSES)[number];

export interface AnnotationCode {
  readonly code: number;
  /** The WFDB mnemonic; case-sensitive (`j` is not `J`). */
  readonly mnemonic: string;
  readonly description: string;
  /** Present for beats (QRS complexes) only. */
  readonly aami?: AamiClass;
  readonly deChazal?: AamiClass;
}

const beat = (
  code: number,
  mnemonic: string,
  description: string,
  aami: AamiClass,
  deChazal: AamiClass = aami,
): AnnotationCode => ({ code, mnemonic, description, aami, deChazal });
const mark = (code: number, mnemonic: string, description: string): AnnotationCode => ({ code, mnemonic, description });

export const ANNOTATION_CODES: readonly AnnotationCode[] = [
  beat(1, 'N', 'Normal beat', 'N'),
  beat(2, 'L', 'Left bundle branch block beat', 'N'),
  beat(3, 'R', 'Right bundle branch block beat', 'N'),
  beat(4, 'a', 'Aberrated atrial premature beat', 'S'),
  beat(5, 'V', 'Premature ventricular contraction', 'V'),
  beat(6, 'F', 'Fusion of ventricular and normal beat', 'F'),
  beat(7, 'J', 'Nodal (junctional) premature beat', 'S'),
  beat(8, 'A', 'Atrial premature contraction', 'S'),
  beat(9, 'S', 'Supraventricular premature or ectopic beat', 'S'),
  beat(10, 'E', 'Ventricular escape beat', 'V'),
  beat(11, 'j', 'Nodal (junctional) escape beat', 'S', 'N'),
  beat(12, '/', 'Paced beat', 'Q'),
  beat(13, 'Q', 'Unclassifiable beat', 'Q'),
  mark(14, '~', 'Change in signal quality'),
  mark(16, '|', 'Isolated QRS-like artifact'),
  mark(18, 's', 'ST change'),
  mark(19, 'T', 'T-wave change'),
  mark(20, '*', 'Systole'),
  mark(21, 'D', 'Diastole'),
  mark(22, '"', 'Comment'),
  mark(23, '=', 'Measurement'),
  mark(24, 'p', 'P-wave peak'),
  beat(25, 'B', 'Bundle branch block beat (unspecified)', 'N'),
  mark(26, '^', 'Non-captured pacemaker artifact'),
  mark(27, 't', 'T-wave peak'),
  mark(28, '+', 'Rhythm change'),
  mark(29, 'u', 'U-wave peak'),
  beat(30, '?', 'Beat not classified during learning', 'Q'),
  mark(31, '!', 'Ventricular flutter wave'),
  mark(32, '[', 'Start of ventricular flutter or fibrillation'),
  mark(33, ']', 'End of ventricular flutter or fibrillation'),
  beat(34, 'e', 'Atrial escape beat', 'S', 'N'),
  beat(35, 'n', 'Supraventricular escape beat', 'S', 'N'),
  mark(36, '@', 'Link to external data'),
  mark(37, 'x', 'Non-conducted P wave (blocked APC)'),
  beat(38, 'f', 'Fusion of paced and normal beat', 'Q'),
  mark(39, '(', 'Waveform onset'),
  mark(40, ')', 'Waveform end'),
  beat(41, 'r', 'R-on-T premature ventricular contraction', 'V'),
];

const BY_CODE = new Map(ANNOTATION_CODES.map((entry) => [entry.code, entry]));
const BY_MNEMONIC = new Map(ANNOTATION_CODES.map((entry) => [entry.mnemonic, entry]));

export const annotationCode = (code: number): AnnotationCode | undefined => BY_CODE.get(code);
export const codeOfMnemonic = (mnemonic: string): AnnotationCode | undefined => BY_MNEMONIC.get(mnemonic);
export const mnemonicOf = (code: number): string => BY_CODE.get(code)?.mnemonic ?? `[${String(code)}]`;
export const isBeatCode = (code: number): boolean => BY_CODE.get(code)?.aami !== undefined;
/** Whether two codes are beats of one AAMI class, or one and the same mark. */
export const isSameClass = (a: number, b: number): boolean => {
  const aami = BY_CODE.get(a)?.aami;
  return aami === undefined ? a === b : aami === BY_CODE.get(b)?.aami;
};

/** What stands at a beat, or claims to be no beat where one was seen: what a reader relabels from and to. */
const LABELS_WITHOUT_BEAT: ReadonlySet<number> = new Set(
  ['|', 'x', '!'].map((mnemonic) => BY_MNEMONIC.get(mnemonic)?.code ?? 0),
);
export const isLabelCode = (code: number): boolean => isBeatCode(code) || LABELS_WITHOUT_BEAT.has(code);
