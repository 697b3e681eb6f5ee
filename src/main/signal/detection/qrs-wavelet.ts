/** A band of the ECG: its centre in hertz and the standard deviation of the Gaussian window in seconds. */
export interface WaveletBand {
  readonly centreHertz: number;
  readonly windowSeconds: number;
}

/**
 * The band in which a QRS complex stands out most from P and T waves and from noise (Elgendi, Jonkman & De Boer 2010,
 * doi 10.5220/0002742704280431); the window is half as wide as a narrow complex.
 */
export const QRS_BAND: WaveletBand = { centreHertz: 13, windowSeconds: 0.03 };
/** The band that only the steep flanks of a QRS complex reach, P and T waves hardly. */
export const FLANK_BAND: WaveletBand = { centreHertz: 25, windowSeconds: 0.03 };

/** One-sided coefficients: the even part is symmetric about 0, the odd part antisymmetric. */
export interface QrsWavelet {
  readonly even: Float64Array;
  readonly odd: Float64Array;
}

/**
 * A complex Gabor wavelet for QRS complexes: its modulus is one smooth hump per complex, whatever the polarity and the
 * shape (R, RS, QR …), centred on the complex without delay. Wavelets as QRS filters: Li, Zheng & Tai 1995 (doi
 * 10.1109/10.362922), Martínez et al. 2004 (doi 10.1109/TBME.2003.821031); the modulus of a quadrature pair as envelope:
 * Benitez et al. 2001 (doi 10.1016/S0010-4825(01)00009-9). The even part is made blind to a constant, the odd part to a
 * slope, so that baseline wander and the recovery of a saturated amplifier leave no trace. Gain is 1 at the centre.
 */
export function qrsWavelet(workingRate: number, band: WaveletBand): QrsWavelet {
  const width = band.windowSeconds * workingRate;
  const reach = Math.ceil(3 * width);
  const window = Float64Array.from({ length: reach + 1 }, (_, i) => Math.exp(-((i / width) ** 2) / 2));
  const phase = (2 * Math.PI * band.centreHertz) / workingRate;
  const even = window.map((g, i) => g * Math.cos(phase * i));
  const odd = window.map((g, i) => g * Math.sin(phase * i));
  const sum = (f: (i: number) => number): number => window.reduce((total, _, i) => total + (i === 0 ? 1 : 2) * f(i), 0);

  const constant = sum((i) => even[i]!) / sum((i) => window[i]!);
  const slope = sum((i) => odd[i]! * i) / sum((i) => window[i]! * i * i);
  for (let i = 0; i <= reach; i++) {
    even[i]! -= constant * window[i]!;
    odd[i]! -= slope * window[i]! * i;
  }
  // Of a wave at the centre frequency the even part passes the cosine, the odd part the sine; the modulus their mean.
  const gain = sum((i) => even[i]! * Math.cos(phase * i)) + sum((i) => odd[i]! * Math.sin(phase * i));
  return { even: even.map((c) => (2 * c) / gain), odd: odd.map((c) => (2 * c) / gain) };
}

/** Modulus of the wavelet at one position of a ring of samples (length a power of two, `mask` = length − 1). */
export function waveletModulus(wavelet: QrsWavelet, ring: Float32Array, mask: number, centre: number): number {
  const { even, odd } = wavelet;
  let inPhase = even[0]! * ring[centre & mask]!;
  let quadrature = 0;
  for (let i = 1; i < even.length; i++) {
    const before = ring[(centre - i) & mask]!;
    const after = ring[(centre + i) & mask]!;
    inPhase += even[i]! * (after + before);
    quadrature += odd[i]! * (after - before);
  }
  return Math.sqrt(inPhase * inPhase + quadrature * quadrature);
}
