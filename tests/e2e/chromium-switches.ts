/** Chromium in tests: quiet, without a graphics card, and as root, where it refuses to start with its sandbox on. */
export const CHROMIUM_SWITCHES: readonly string[] = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
