import { describe, expect, it } from 'vitest';

interface Circumstances {
  asked: boolean;
  display: boolean;
  root: boolean;
  program: () => string | undefined;
  fetch: () => Promise<string | undefined>;
}
type ChooseHost = (circumstances: Circumstances) => Promise<{ host: string; because: string }>;

const { chooseHost } = (await import(new URL('../../../scripts/choose-host.js', import.meta.url).href)) as {
  chooseHost: ChooseHost;
};

const never = (): never => {
  throw new Error('must not be asked');
};
const desktop: Circumstances = { asked: false, display: true, root: false, program: () => undefined, fetch: never };

describe('the host of npm start', () => {
  it('is Electron where its binary is, without fetching anything', async () => {
    expect(await chooseHost({ ...desktop, program: () => '/electron' })).toEqual({
      host: 'electron',
      because: 'its binary is here',
    });
  });

  it('is Electron where its binary can be fetched', async () => {
    let fetched = false;
    const choice = await chooseHost({
      ...desktop,
      program: () => (fetched ? '/electron' : undefined),
      fetch: () => {
        fetched = true;
        return Promise.resolve(undefined);
      },
    });
    expect(choice.host).toBe('electron');
  });

  it('is the browser host where it cannot, and says why', async () => {
    expect(await chooseHost({ ...desktop, fetch: () => Promise.resolve('no connection') })).toEqual({
      host: 'browser',
      because: "Electron's binary could not be fetched (no connection)",
    });
  });

  it('is the browser host without a display, as root and when asked for, without fetching anything', async () => {
    const because = async (circumstances: Partial<Circumstances>) => {
      const choice = await chooseHost({ ...desktop, ...circumstances });
      return [choice.host, choice.because];
    };
    expect(await because({ display: false, program: never })).toEqual(['browser', 'there is no display']);
    expect(await because({ root: true, program: never })).toEqual(['browser', 'Electron does not run as root']);
    expect(await because({ asked: true, program: never })).toEqual(['browser', 'you asked for it']);
  });
});
