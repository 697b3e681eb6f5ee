/**
 * What a page of ours may load: its own files, nothing else from anywhere. Inline scripts and styles, `eval`, plugins,
 * frames and forms are all off.
 * @param socketOrigin the one other place it may connect to, e.g. `ws://127.0.0.1:4321`
 */
export function contentSecurityPolicy(socketOrigin?: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    socketOrigin === undefined ? "connect-src 'self'" : `connect-src 'self' ${socketOrigin}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
