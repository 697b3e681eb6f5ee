import { BeatEvidence } from './beat-evidence.ts';
import { Candidates } from './candidates.ts';
import { CombinedEnvelope, NOISE_LOOK_AHEAD } from './combined-envelope.ts';
import { Fiducial } from './fiducial.ts';
import { FlankSteepness } from './flank-steepness.ts';
import { LeadEnvelope, type LeadScale } from './lead-envelope.ts';
import { LeadQuality, QUALITY_LOOK_AHEAD } from './lead-quality.ts';
import { timingOf, type Timing } from './timing.ts';

/** Hops of accepted beats the rhythm around a candidate is judged by: 6 s. */
const RHYTHM_LOOK_AHEAD = 24;

/** Hops a lead may be behind the others before what it did not bring counts as missing: 1 s. */
const MOST_BEHIND = 4;

/** Told of every beat in order of time, and of what is none down to a chosen evidence, while its signal is in memory. */
export type BeatSink = (working: number, sample: number, lead: number, evidence: number) => void;

/** The stages of beat detection from raw integers to R peaks, one hop after the other. Allocates nothing once made. */
export class BeatDetector {
  readonly timing: Timing;
  readonly leads: readonly LeadEnvelope[];
  readonly qualities: readonly LeadQuality[];
  readonly envelope: CombinedEnvelope;
  readonly candidates: Candidates;
  readonly evidence: BeatEvidence;
  private readonly fiducial: Fiducial;
  private readonly sink: BeatSink;
  private readonly least: number;
  private arrived = 0;
  private judged = 0;
  private combined = 0;
  private looked = 0;
  private decided = 0;
  private nextToLook = 0;
  private nextToDecide = 0;
  private end: number | undefined;

  /** @param least evidence (log-odds) down to which the sink is told of candidates; above 0 they are beats */
  constructor(rate: number, leads: readonly LeadScale[], sink: BeatSink, least = 0) {
    this.timing = timingOf(rate);
    this.leads = leads.map((lead) => new LeadEnvelope(lead, this.timing));
    this.qualities = this.leads.map((lead, i) => new LeadQuality(lead, leads[i]!.gain));
    this.envelope = new CombinedEnvelope(this.leads, this.qualities, this.timing);
    this.candidates = new Candidates(this.envelope, this.timing);
    const steepness = new FlankSteepness(this.leads, this.qualities, this.envelope, this.timing);
    this.evidence = new BeatEvidence(this.candidates, steepness, this.timing);
    this.fiducial = new Fiducial(this.leads, this.envelope, this.timing);
    this.sink = sink;
    this.least = Math.min(0, least);
  }

  /** Recording samples received so far, of the longest lead. */
  get samples(): number {
    let samples = 0;
    for (const lead of this.leads) {
      samples = Math.max(samples, Math.floor((lead.received * this.timing.rate) / lead.rate));
    }
    return samples;
  }
  /** Hops in which all beats are known. */
  get decidedHops(): number {
    return this.decided;
  }

  /** Takes samples `from` (included) to `to` of one lead; `advance` then does the work. */
  push(lead: number, samples: Int32Array, from: number, to: number): void {
    this.leads[lead]!.push(samples, from, to);
  }

  /** Runs every stage over the hops that are complete in all leads. */
  advance(): void {
    let length = 0;
    for (const lead of this.leads) length = Math.max(length, lead.length);
    for (const lead of this.leads) lead.skipTo(length - MOST_BEHIND * this.timing.hop);
    if (this.leads.length === 0) return;
    let complete = Number.MAX_SAFE_INTEGER;
    for (const lead of this.leads) complete = Math.min(complete, lead.hops);
    while (this.arrived < complete) {
      this.arrived++;
      this.step();
    }
  }

  /** Ends the signal: whatever was waiting for more of it is decided. */
  finish(): void {
    let length = 0;
    for (const lead of this.leads) length = Math.max(length, lead.length);
    for (const lead of this.leads) lead.finish(length);
    this.advance();
    this.end = length;
    this.step();
  }

  /** Mean weight of each lead over some hops of the last half minute. */
  meanWeights(fromHop: number, toHop: number): Float32Array {
    const { leads, envelope } = this;
    const mean = new Float32Array(leads.length);
    for (let hop = fromHop; hop < toHop; hop++) {
      for (let l = 0; l < leads.length; l++) {
        mean[l]! += envelope.weights[(hop & leads[l]!.hopMask) * leads.length + l]! / (toHop - fromHop);
      }
    }
    return mean;
  }

  private step(): void {
    const { arrived, envelope, candidates, evidence, end } = this;
    const done = end !== undefined;
    while (this.judged < arrived && (done || this.judged + QUALITY_LOOK_AHEAD < arrived)) {
      for (const quality of this.qualities) quality.judge(this.judged, arrived);
      envelope.weigh(this.judged++);
    }
    while (this.combined < this.judged && (done || this.combined + 1 < this.judged)) {
      envelope.combine(this.combined++, arrived, end ?? Number.MAX_SAFE_INTEGER);
    }
    candidates.scan(end);
    while (this.looked < this.combined && (done || this.looked + NOISE_LOOK_AHEAD + 1 < this.combined)) {
      const noise = envelope.noiseAt(this.looked++, this.combined);
      const until = this.looked * this.timing.hop;
      for (; this.isBefore(this.nextToLook, until); this.nextToLook++) {
        if (candidates.leads(this.nextToLook)) evidence.look(this.nextToLook, noise);
      }
    }
    while (this.decided < this.looked && (done || this.decided + RHYTHM_LOOK_AHEAD < this.looked)) {
      const until = ++this.decided * this.timing.hop;
      for (; this.isBefore(this.nextToDecide, until); this.nextToDecide++) this.decide(this.nextToDecide);
    }
  }

  private isBefore(candidate: number, until: number): boolean {
    const { candidates } = this;
    return candidate < candidates.count && candidates.at[candidate & candidates.mask]! < until;
  }

  private decide(candidate: number): void {
    const { candidates, fiducial } = this;
    if (!candidates.leads(candidate)) return;
    const evidence = this.evidence.lookAtRhythm(candidate);
    if (evidence <= this.least) return;
    const working = candidates.at[candidate & candidates.mask]!;
    fiducial.place(working, evidence > 0);
    this.sink(working, fiducial.sample, fiducial.lead, evidence);
  }
}
